from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from lmi_portal.audit.editing import RecordedAdmin
from oasis.providers.models import Location, ServiceAtLocation

from .inlines import AccessibilityInline, AddressInline, ContactInline, LanguageInline, PhoneInline, ScheduleInline


@admin.register(Location)
class LocationAdmin(RecordedAdmin):
    fields = [
        "provider",
        ("name", "kind"),
        ("latitude", "longitude"),
        "transportation",
        "description",
        "url",
    ]
    inlines = [AddressInline, PhoneInline, ScheduleInline, AccessibilityInline, LanguageInline]
    autocomplete_fields = ["provider"]
    list_display = ["__str__", "provider", "kind", "latitude", "longitude"]
    list_filter = ["kind"]
    list_select_related = ["provider"]
    search_fields = ["name", "provider__name", "addresses__city", "addresses__zip_code"]
    search_help_text = _("Name, provider, city or ZIP code")
    list_per_page = 50
    show_full_result_count = False


@admin.register(ServiceAtLocation)
class ServiceAtLocationAdmin(RecordedAdmin):
    """What one service does otherwise at one place: its hours, its phone, who receives referrals there."""

    fields = ["service", "location", "description"]
    inlines = [ScheduleInline, PhoneInline, ContactInline]
    autocomplete_fields = ["service", "location"]
    list_display = ["__str__", "service", "location"]
    list_select_related = ["service", "location"]
    search_fields = ["service__name", "location__name", "service__provider__name"]
    list_per_page = 50
    show_full_result_count = False
