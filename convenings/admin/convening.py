from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from convenings.capacity import change_capacity
from convenings.charging import subject_key_of
from convenings.models import Convening
from convenings.pricing import dollars
from convenings.reminding import add_default_rules
from convenings.scheduling import schedule_of, take_dates_from_days
from convenings.seating import lock_convening
from convenings.wording import dates_of
from lmi_portal.audit.editing import record_edit
from lmi_portal.audit.recording import record
from lmi_portal.looking import is_being_saved

from .attendance import AttendanceFilter, AttendanceMixin
from .forms import ConveningForm
from .funding import FundingMixin
from .inlines import AddOnInline, DayInline, ReminderRuleInline, SpeakerInline
from .stepping import StepsMixin
from .steps import STEPS
from .terms import TERMS_FIELDS, StepInline, TermsMixin

FIELDSETS = [
    (None, {"fields": ["title", "slug", "kind", "state", "summary", "description", "who_should_come"]}),
    (_("When"), {"fields": [("starts_on", "ends_on"), "dates_note"]}),
    (_("Where"), {"fields": ["venue", "street", ("city", "zip_code"), "region", "host", "host_name"]}),
    (_("Contact"), {"fields": [("contact_name", "contact_email"), "partner_url"]}),
    (
        _("Registration"),
        {
            "fields": [
                "registration_opens_at",
                "registration_closes_at",
                "changes_close_at",
                ("capacity", "team_limit"),
                "both_sides",
            ]
        },
    ),
    (
        _("Fee"),
        {"fields": ["fee_rule", ("fee", "free_seats"), "early_fee", "early_until_at", "fee_includes"]},
    ),
    (_("Cancelling and paying"), {"fields": TERMS_FIELDS}),
    (_("Record"), {"fields": ["source", "attendance_recorded_at", "updated_at"]}),
]


@admin.register(Convening)
class ConveningAdmin(StepsMixin, AttendanceMixin, TermsMixin, FundingMixin, ModelAdmin):
    """Facts are edited here; state, capacity and dates change through their deeds."""

    form = ConveningForm
    fieldsets = FIELDSETS
    inlines = [DayInline, StepInline, AddOnInline, SpeakerInline, ReminderRuleInline]
    readonly_fields = ["state", "starts_on", "ends_on", "attendance_recorded_at", "updated_at", "terms_in_words"]
    actions_detail = [*STEPS, "attendance", "clone"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["host"]
    list_display = ["title", "dates", "state", "capacity", "seats_taken", "teams_waiting", "owed"]
    list_filter = ["state", "kind", "region", AttendanceFilter]
    search_fields = ["title", "city", "venue", "slug"]
    date_hierarchy = "starts_on"
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).with_seats_taken().with_owed()

    def get_object(self, request, object_id, from_field=None):
        convening = super().get_object(request, object_id, from_field)
        if convening and is_being_saved(request):
            # Registrations that come in meanwhile take their turn, so that saving cannot undo what they wrote.
            lock_convening(convening)
            convening.refresh_from_db()
        return convening

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and obj is not None and obj.state == Convening.State.DRAFT

    def get_deleted_objects(self, objs, request):
        # Whoever may delete a draft may delete its days and rules, though those have no delete button of their own.
        deleted, counts, _perms_needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), protected

    def delete_model(self, request, obj):
        record(deed="delete_convening", on=obj, by=request.user, now=timezone.now())
        super().delete_model(request, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "partner_url":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        form.schedule_before = schedule_of(obj) if change else None
        if change:
            obj.capacity = form.initial["capacity"]
        super().save_model(request, obj, form, change)
        form.schedule_before = form.schedule_before or schedule_of(obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        convening, by, now = form.instance, request.user, timezone.now()
        if not change and not convening.reminder_rules.exists():
            add_default_rules(convening)
        deed = "edit_convening" if change else "add_convening"
        record_edit(request, form, formsets, deed=deed, now=now, besides=["capacity"] if change else [])
        take_dates_from_days(convening=convening, before=form.schedule_before, by=by, now=now)
        change_capacity(convening=convening, capacity=form.cleaned_data["capacity"], by=by, now=now)
        self.warn_of_registered_teams(request, form, formsets)

    def view_on_site(self, convening):
        return convening.get_absolute_url()

    @admin.display(description=_("dates"), ordering="starts_on")
    def dates(self, convening):
        return dates_of(convening)

    @admin.display(description=_("seats taken"), ordering="seats_taken")
    def seats_taken(self, convening):
        return convening.seats_taken

    @admin.display(description=_("teams waiting"), ordering="teams_waiting")
    def teams_waiting(self, convening):
        return convening.teams_waiting

    def get_list_display(self, request):
        sees_bills = request.user.has_perm("billing.view_bill")
        return ["owed_linked" if name == "owed" and sees_bills else name for name in self.list_display]

    @admin.display(description=_("owed"), ordering="owed")
    def owed(self, convening):
        return dollars(convening.owed)

    @admin.display(description=_("owed"), ordering="owed")
    def owed_linked(self, convening):
        unpaid = urlencode({"subject_key__exact": subject_key_of(convening), "state": "unpaid"})
        url = f"{reverse('admin:billing_bill_changelist')}?{unpaid}"
        return format_html('<a class="underline" href="{}">{}</a>', url, dollars(convening.owed))
