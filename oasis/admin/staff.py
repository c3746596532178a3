"""Who works with OASIS, and what they were trained in."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lmi_portal.audit.editing import RecordedAdmin
from oasis.models import WHOLE_DISTRICT, Assignment, Role, TrainingCompletion, TrainingModule


class RunsToday(admin.SimpleListFilter):
    title = _("runs today")
    parameter_name = "today"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        if self.value() not in {"yes", "no"}:
            return queryset
        running = Q(pk__in=Assignment.objects.current(on=timezone.localdate()).values("pk"))
        return queryset.filter(running if self.value() == "yes" else ~running)


class AssignmentForm(forms.ModelForm):
    """Says in a sentence what the database would refuse."""

    def clean(self):
        cleaned = super().clean()
        for field, sentence in _missing(cleaned):
            self.add_error(field, sentence)
        if cleaned.get("user") and cleaned["user"].is_staff:
            self.add_error("user", _("LMI’s own staff see no records of students: choose somebody of the district."))
        site, district = cleaned.get("site"), cleaned.get("district")
        if site and district and site.school.district_id != district.pk:
            self.add_error("district", _("The site’s school belongs to another district."))
        position = cleaned.get("position")
        if position and site and position.site_id != site.pk:
            self.add_error("position", _("This position is at another site."))
        return cleaned


def _missing(cleaned):
    role, basis = cleaned.get("role"), cleaned.get("basis")
    is_for_district = role in WHOLE_DISTRICT
    if role and is_for_district and cleaned.get("site"):
        yield "site", _("Who has this role works for the whole district: leave the site empty.")
    if role and not is_for_district and not cleaned.get("site"):
        yield "site", _("Choose the site: only program administrators, records officials and auditors have none.")
    if basis == Assignment.Basis.CONTRACTOR and not cleaned.get("agreement_number"):
        yield "agreement_number", _("A contractor sees records under an agreement: give its number.")
    if basis == Assignment.Basis.CONSENT and not cleaned.get("employer"):
        yield "employer", _("Who sees records by consent alone has an employer that the consent names.")
    if basis == Assignment.Basis.CONSENT and role in {Role.RECORDS_OFFICIAL, Role.AUDITOR}:
        yield "basis", _("Nobody keeps or audits the records by consent alone: the logs are closed to unions.")
    if role == Role.COUNSELOR and not cleaned.get("credential"):
        yield "credential", _("Give the number of the pupil personnel services credential (Education Code § 49602).")


@admin.register(Assignment)
class AssignmentAdmin(RecordedAdmin):
    form = AssignmentForm
    list_display = ["user", "role", "site", "district", "basis", "unit", "starts_on", "ends_on"]
    list_filter = [RunsToday, "role", "basis", "site__year"]
    list_select_related = ["user", "site__school", "district", "unit__organization", "unit__district"]
    search_fields = ["user__email", "user__name", "site__school__name", "district__name"]
    search_help_text = _("Person, e-mail address, school or district")
    autocomplete_fields = ["user", "district", "site", "position", "employer", "unit"]
    fields = [
        "user",
        "role",
        ("district", "site"),
        "position",
        "unit",
        ("basis", "agreement_number", "employer"),
        "credential",
        ("starts_on", "ends_on"),
    ]


@admin.register(TrainingModule)
class TrainingModuleAdmin(RecordedAdmin):
    list_display = ["title", "is_required", "valid_years", "resource"]
    list_select_related = ["resource"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["resource"]


@admin.register(TrainingCompletion)
class TrainingCompletionAdmin(RecordedAdmin):
    list_display = ["user", "module", "completed_on", "recorded_by"]
    list_filter = ["module"]
    list_select_related = ["user", "module", "recorded_by"]
    search_fields = ["user__email", "user__name", "module__title"]
    autocomplete_fields = ["user", "module"]
    date_hierarchy = "completed_on"
    fields = ["user", "module", "completed_on"]

    def save_model(self, request, completion, form, change):
        completion.recorded_by = request.user
        super().save_model(request, completion, form, change)
