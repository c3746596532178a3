"""Case studies: the form of four questions, and where each stands on its way to its readers."""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from districts.models import Side
from initiative.approving import lock_case_study, revise_case_study
from initiative.models import Approval, CaseStudy
from lmi_portal.audit.editing import RecordedAdmin
from lmi_portal.looking import ReadOnlyInline, is_being_saved

from .case_study_form import CaseStudyForm, KeyFactInline, PracticeUseInline, TimelineInline
from .case_study_steps import StepsMixin

FIELDSETS = [
    (None, {"fields": ["district", "title", "slug", "summary"]}),
    (
        gettext_lazy("The four questions"),
        {
            "fields": ["led_to", "in_practice", "impact", "lessons"],
            "description": gettext_lazy("Plain text; an empty line begins a new paragraph."),
        },
    ),
    (
        gettext_lazy("How it was studied"),
        {
            "fields": [
                ("investigator", "studied"),
                "method",
                "interviewed",
                ("report", "report_page"),
                "already_public",
            ]
        },
    ),
    (
        gettext_lazy("Where it stands"),
        {"fields": [("state", "revision"), "answers_in_words", ("sent_at", "sent_by"), ("published_at", "updated_at")]},
    ),
]
KEPT = ["state", "revision", "answers_in_words", "sent_at", "sent_by", "published_at", "updated_at"]


class ApprovalInline(ReadOnlyInline):
    model = Approval
    fields = ["revision", "side", "answer", "note", "answered_by", "answered_at"]
    verbose_name_plural = gettext_lazy("answers of both sides, earlier texts included")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("answered_by")


@admin.register(CaseStudy)
class CaseStudyAdmin(StepsMixin, RecordedAdmin):
    """Texts are edited here; the state and the number of the text change through their deeds."""

    form = CaseStudyForm
    fieldsets = FIELDSETS
    inlines = [KeyFactInline, TimelineInline, PracticeUseInline, ApprovalInline]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["district"]
    list_display = ["title", "district", "state", "answers_in_words", "published_at"]
    list_filter = ["state"]
    list_select_related = ["district"]
    search_fields = ["title", "district__name", "slug"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("approvals")

    def get_object(self, request, object_id, from_field=None):
        case_study = super().get_object(request, object_id, from_field)
        if case_study and is_being_saved(request):
            # A side that answers meanwhile takes its turn, and answers to the old text or to the new one.
            lock_case_study(case_study)
            case_study = super().get_object(request, object_id, from_field)
        return case_study

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.may_be_edited())

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and obj is not None and obj.sent_at is None and _is_new(obj)

    def get_readonly_fields(self, request, obj=None):
        """The district is fixed once people may be asked, the address once it may have been passed on."""
        return KEPT + (["district"] if obj else []) + (["slug"] if obj and obj.published_at else [])

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj and obj.published_at else super().get_prepopulated_fields(request, obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and (form.has_changed() or any(formset.has_changed() for formset in formsets)):
            revise_case_study(case_study=form.instance, revised_by=request.user, now=timezone.now())

    def view_on_site(self, case_study):
        return case_study.get_absolute_url()

    @admin.display(description=gettext_lazy("answers"))
    def answers_in_words(self, case_study):
        answers = case_study.answers()
        waits = case_study.state == CaseStudy.State.IN_REVIEW
        lines = [
            (Side(side).label, _in_words(answers.get(side)))
            for side in (Side.LABOR, Side.MANAGEMENT)
            if waits or side in answers
        ]
        return format_html_join("; ", "{}: {}", lines) if lines else "–"


def _in_words(answer):
    if answer is None:
        return _("waiting")
    return f"{answer.get_answer_display()}, {date_format(timezone.localtime(answer.answered_at), 'N j, Y')}"


def _is_new(case_study):
    return case_study.state == CaseStudy.State.DRAFT and case_study.published_at is None
