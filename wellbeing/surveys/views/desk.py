"""The committee's own pages of its surveys: writing one, what both sides say to it, and how far it is."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lmi_portal.family_language import in_family_language
from wellbeing.approving import approvals_of
from wellbeing.committee.views.confirming import confirm
from wellbeing.meanwhile import refuse
from wellbeing.models import Survey
from wellbeing.refusing import CannotDo
from wellbeing.standing import Role
from wellbeing.surveys.answer_form import AnswerForm
from wellbeing.surveys.bank import asked
from wellbeing.surveys.drafting import change_survey, draft_survey, remove_survey
from wellbeing.surveys.forms import ApprovalForm, SurveyForm
from wellbeing.surveys.inviting import ask_to_remind
from wellbeing.surveys.opening import SUBJECT, approve_survey, mark_of_survey, open_survey, take_back_approval
from wellbeing.surveys.progress import progress_of
from wellbeing.surveys.wellbq import domains_of

State = Survey.State
SIDES = ["labor", "management"]
APPROVED = gettext_lazy("Approved for your side. Both sides have approved it: it can be opened.")
TOLD = gettext_lazy("Approved for your side. The other co-chair is told by e-mail.")


def surveys(request, cd_code):
    rows = request.standing.program.surveys.select_related("program__district").order_by("-opens_at", "-pk")
    return render(request, "wellbeing/surveys/surveys.html", {"surveys": rows})


def survey_add(request, cd_code):
    form = SurveyForm(request.POST or request.typed, initial={"kind": Survey.Kind.NEEDS})
    program, now = request.standing.program, request.standing.now
    if request.method == "POST" and form.is_valid():
        try:
            survey = draft_survey(program=program, by=request.user, now=now, **form.texts())
        except CannotDo as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The survey is written. Now both co-chairs read it."))
            return redirect(survey)
    return render(request, "wellbeing/surveys/survey_form.html", {"form": form})


def survey_edit(request, cd_code, pk):
    survey = survey_of(request, pk, state=State.DRAFT)
    form = SurveyForm.of(survey, request.POST or request.typed)
    if request.method == "POST" and form.is_valid():
        try:
            told = form.texts() | {"read": form.cleaned_data["read"]}
            change_survey(survey=survey, by=request.user, now=request.standing.now, **told)
        except CannotDo as refusal:
            refuse(form, refusal)
        else:
            messages.success(
                request, _("Changed. What was approved before counts no more: both co-chairs read it again.")
            )
            return redirect(survey)
    return render(request, "wellbeing/surveys/survey_form.html", {"form": form, "survey": survey})


def survey(request, cd_code, pk):
    survey, now = survey_of(request, pk), request.standing.now
    mark = mark_of_survey(survey)
    approvals = approvals_of(subject=SUBJECT, on=survey, mark=mark)
    is_co_chair = Role.CO_CHAIR in request.standing.roles
    context = {
        "survey": survey,
        "mark": mark,
        "questions": [(each.text("en"), each.text("es")) for each in asked(survey)],
        "domains": domains_of(survey),
        "approvals": [(side, approvals.get(side)) for side in SIDES],
        "has_approved": request.standing.side in approvals,
        "is_approved": len(approvals) == len(SIDES),
        "is_co_chair": is_co_chair,
        "is_live": request.standing.program.is_live(),
        "takes_answers": survey.takes_answers(now=now),
        "is_over": survey.closes_at <= now,
        "progress": progress_of(survey, now=now) if survey.state == State.OPEN else None,
    }
    return render(request, "wellbeing/surveys/survey.html", context)


@in_family_language()
def survey_preview(request, cd_code, pk):
    """The page as employees see it, in the language of ?language=; it takes no answers."""
    survey = survey_of(request, pk)
    context = {"survey": survey, "form": AnswerForm(survey=survey), "is_preview": True}
    return render(request, "family/wellbeing/answer.html", context)


@require_POST
def survey_approve(request, cd_code, pk):
    survey = survey_of(request, pk, state=State.DRAFT)
    form, by, now = ApprovalForm(request.POST), request.user, request.standing.now
    try:
        if "take_back" in request.POST:
            take_back_approval(survey=survey, by=by, now=now)
            messages.success(request, _("Taken back."))
        elif form.is_valid():
            is_approved = approve_survey(survey=survey, read=form.cleaned_data["read"], by=by, now=now)
            messages.success(request, APPROVED if is_approved else TOLD)
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return redirect(survey)


def survey_open(request, cd_code, pk):
    """GET says what opening will do."""
    survey = survey_of(request, pk, state=State.DRAFT)
    if request.method == "POST":
        return _done(request, survey, open_survey, _("It is open. Invitations go out when its time comes."))
    invited = request.standing.program.employees.current().count()
    return render(request, "wellbeing/surveys/survey_open.html", {"survey": survey, "invited": invited})


def survey_remove(request, cd_code, pk):
    survey = survey_of(request, pk, state=State.DRAFT)
    return confirm(
        request,
        lambda: remove_survey(survey=survey, by=request.user, now=request.standing.now),
        title=_("Remove the draft “%(title)s”?") % {"title": survey.title},
        sentences=[
            _("Its titles, dates and choice of questions go, and what co-chairs approved of it."),
            _("Nobody was invited yet, so no answers go. This cannot be undone."),
        ],
        button=_("Remove it"),
        done=_("The draft is removed."),
        back=("wellbeing:surveys", cd_code),
    )


def survey_remind(request, cd_code, pk):
    survey = survey_of(request, pk, state=State.OPEN)
    if request.method == "POST":
        return _done(request, survey, ask_to_remind, _("A reminder goes out to everyone within minutes."))
    return render(request, "wellbeing/surveys/survey_remind.html", {"survey": survey})


def survey_of(request, pk, **narrowed):
    rows = request.standing.program.surveys.select_related("program__district")
    return get_object_or_404(rows, pk=pk, **narrowed)


def _done(request, survey, deed, sentence):
    try:
        deed(survey=survey, by=request.user, now=request.standing.now)
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect(survey)
