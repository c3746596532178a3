"""The facts of a program: its charters and who signed them, its committee, its years; staff look at them alone."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from lmi_portal.looking import ReadOnlyAdmin, ReadOnlyInline
from wellbeing.models import Charter, CommitteeMeeting, CommitteeSeat, Program, Signatory, Step, Survey, YearlyReport

DISTRICT = ["program__district__name", "program__district__cd_code"]


class CharterInline(ReadOnlyInline):
    model = Charter
    fields = ["version", "state", "offered_at", "in_force_at", "ended_at"]
    show_change_link = True


@admin.register(Program)
class ProgramAdmin(ReadOnlyAdmin):
    list_display = ["district", "is_live", "is_made_up", "begun_at", "begun_by"]
    list_select_related = ["district", "begun_by"]
    list_filter = ["is_made_up"]
    search_fields = ["district__name", "district__cd_code"]
    search_help_text = _("District or CD code")
    fields = ["district", "is_live", "is_made_up", "begun_at", "begun_by"]
    readonly_fields = ["is_live"]
    inlines = [CharterInline]

    def get_queryset(self, request):
        in_force = Charter.objects.in_force().filter(program=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_charter=Exists(in_force))

    @admin.display(description=_("live"), boolean=True)
    def is_live(self, program):
        return program.has_charter


class SignatoryInline(ReadOnlyInline):
    model = Signatory
    fields = ["capacity", "unit", "name", "email", "asked_at", "signed_at", "declined_at", "decline_reason"]
    readonly_fields = ["signed_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("signature", "unit__organization")

    @admin.display(description=_("signed"))
    def signed_at(self, signatory):
        return signatory.signature.signed_at if hasattr(signatory, "signature") else None


@admin.register(Charter)
class CharterAdmin(ReadOnlyAdmin):
    list_display = ["program", "version", "state", "offered_at", "in_force_at", "ended_at"]
    list_select_related = ["program__district"]
    list_filter = ["state"]
    search_fields = DISTRICT
    search_help_text = _("District or CD code")
    inlines = [SignatoryInline]
    exclude = ["drafted_by"]


@admin.register(CommitteeSeat)
class CommitteeSeatAdmin(ReadOnlyAdmin):
    list_display = ["program", "side", "name", "unit", "job_class", "shift", "is_co_chair", "since_on", "until_on"]
    list_select_related = ["program__district", "unit__organization"]
    list_filter = ["side", "is_co_chair", "job_class", "shift"]
    search_fields = [*DISTRICT, "name", "email"]
    search_help_text = _("District, CD code, name or e-mail")


@admin.register(CommitteeMeeting)
class CommitteeMeetingAdmin(ReadOnlyAdmin):
    """Minutes are the committee's own until both co-chairs have published them."""

    list_display = ["program", "starts_at", "place", "chair_side", "state", "minutes_published_at"]
    list_select_related = ["program__district"]
    list_filter = ["state"]
    search_fields = DISTRICT
    search_help_text = _("District or CD code")
    date_hierarchy = "starts_at"

    def get_fields(self, request, obj=None):
        shown = ["program", "starts_at", "ends_at", "place", "chair_side", "state", "minutes_published_at"]
        return [*shown, "minutes"] if obj and obj.minutes_published_at else shown


@admin.register(Step)
class StepAdmin(ReadOnlyAdmin):
    list_display = ["program", "school_year", "number", "due_on", "labor_done_at", "management_done_at"]
    list_select_related = ["program__district"]
    list_filter = ["school_year", "number"]
    search_fields = DISTRICT
    search_help_text = _("District or CD code")
    fields = [*list_display, "labor_owner", "management_owner"]


@admin.register(Survey)
class SurveyAdmin(ReadOnlyAdmin):
    """That there is a survey, when, and to how many it went: never what anybody answered, nor that they did."""

    list_display = ["title", "program", "kind", "state", "opens_at", "closes_at", "invited"]
    list_select_related = ["program__district"]
    list_filter = ["state", "kind"]
    search_fields = ["title", *DISTRICT]
    search_help_text = _("Title, district or CD code")
    fields = ["program", "kind", "title", "title_es", "state", "opens_at", "closes_at", "invited", "paper_codes"]


@admin.register(YearlyReport)
class YearlyReportAdmin(ReadOnlyAdmin):
    """Its text is the committee's own until both co-chairs have published it."""

    list_display = ["program", "school_year", "state", "published_at", "highlighted_at"]
    list_select_related = ["program__district"]
    list_filter = ["state", "school_year"]
    search_fields = DISTRICT
    search_help_text = _("District or CD code")

    def get_fields(self, request, obj=None):
        shown = ["program", "school_year", "state", "published_at", "highlighted_at"]
        texts = ["done", "learned", "next_year", "highlight"]
        return [*shown, *texts] if obj and obj.published_at else shown
