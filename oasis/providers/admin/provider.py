from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lmi_portal.audit.editing import RecordedAdmin
from oasis.providers.models import Provider

from .inlines import ContactInline, PhoneInline, ScheduleInline


@admin.register(Provider)
class ProviderAdmin(RecordedAdmin):
    fieldsets = [
        (None, {"fields": ["name", "alternate_name", "description", ("email", "website"), "parent"]}),
        (_("In the directory"), {"fields": [("is_listed", "is_made_up")]}),
        (_("More"), {"fields": [("year_incorporated", "legal_status"), ("source", "source_key"), "modified_at"]}),
    ]
    readonly_fields = ["source", "source_key", "modified_at"]
    inlines = [ContactInline, PhoneInline, ScheduleInline]
    autocomplete_fields = ["parent"]
    list_display = ["name", "email", "is_listed", "is_made_up", "modified_at"]
    list_filter = ["is_listed", "is_made_up", "source"]
    search_fields = ["name", "alternate_name"]
    list_per_page = 50
    show_full_result_count = False

    def save_model(self, request, obj, form, change):
        obj.modified_at = timezone.now()
        super().save_model(request, obj, form, change)
