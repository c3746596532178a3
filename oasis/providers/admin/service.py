from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi_portal.audit.editing import RecordedAdmin
from lmi_portal.confirming import Prospect, confirmation_page, do_each, form_to_confirm
from oasis.providers.models import Service
from oasis.providers.verifying import verify_service

from .inlines import (
    AreaInline,
    ContactInline,
    CostInline,
    DocumentInline,
    LanguageInline,
    PhoneInline,
    ScheduleInline,
    ServiceAtLocationInline,
)

FIELDSETS = [
    (None, {"fields": ["provider", ("name", "alternate_name"), "description", "status", "alert"]}),
    (
        gettext_lazy("For whom"),
        {"fields": ["terms", "eligibility", ("minimum_age", "maximum_age"), ("capacity", "capacity_said_at")]},
    ),
    (
        gettext_lazy("How"),
        {
            "fields": [
                "application_process",
                "wait_time",
                "interpretation",
                ("cost", "fees_description"),
                ("email", "url"),
            ]
        },
    ),
    (gettext_lazy("Standing"), {"fields": ["accreditations", "licenses"]}),
    (
        gettext_lazy("Known from"),
        {"fields": [("checked_on", "checked_by"), ("source", "source_key"), "modified_at"]},
    ),
]


@admin.register(Service)
class ServiceAdmin(RecordedAdmin):
    """That a service was checked is put down by its deed; when its capacity was said follows from the form."""

    fieldsets = FIELDSETS
    readonly_fields = ["capacity_said_at", "checked_on", "checked_by", "source", "source_key", "modified_at"]
    inlines = [
        *(ServiceAtLocationInline, LanguageInline, PhoneInline, ScheduleInline, AreaInline, CostInline),
        *(DocumentInline, ContactInline),
    ]
    autocomplete_fields = ["provider", "terms"]
    list_display = ["name", "provider", "status", "cost", "capacity", "checked_on"]
    list_filter = ["status", "cost", "capacity", "provider__is_made_up", "source"]
    list_select_related = ["provider"]
    search_fields = ["name", "alternate_name", "provider__name"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["checked_today"]

    def save_model(self, request, obj, form, change):
        obj.modified_at = timezone.now()
        if "capacity" in form.changed_data:
            obj.capacity_said_at = obj.modified_at
        super().save_model(request, obj, form, change)

    def view_on_site(self, service):
        return service.get_absolute_url()

    @admin.action(description=gettext_lazy("Put down: checked today"), permissions=["change"])
    def checked_today(self, request, services):
        services, form = services.select_related("provider"), form_to_confirm(request, forms.Form)
        if not form.is_valid():
            sentence = _("Its page says from now on that all of it was checked today.")
            prospects = [Prospect(service, [sentence]) for service in services]
            back = reverse("admin:providers_service_changelist")
            title = _("Put down: checked today")
            return confirmation_page(self, request, title=title, prospects=prospects, form=form, back=back)
        do_each(
            request,
            services,
            lambda service: verify_service(service=service, verified_by=request.user, now=timezone.now()),
            refusals=(),
            done=_("checked today"),
        )
        return None
