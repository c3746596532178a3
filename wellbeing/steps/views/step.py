"""One step of the path: what it is for, what is on record, who answers for it, and what it left behind."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi_portal.library.models import Resource
from wellbeing.models import Artefact, Step
from wellbeing.navigation import address_for
from wellbeing.refusing import CannotDo
from wellbeing.school_years import label_of
from wellbeing.steps.forms import ARTEFACT_FORMS, PlanForm
from wellbeing.steps.guide import guide
from wellbeing.steps.keeping import keep_artefact, may_remove, remove_artefact
from wellbeing.steps.left_elsewhere import left_elsewhere
from wellbeing.steps.paper import render_step_paper
from wellbeing.steps.planning import OWNERS, plan_step
from wellbeing.steps.progress import progress_of
from wellbeing.steps.saying_done import FIELDS, say_done, speaks_for_step, take_back_done
from wellbeing.steps.years import steps_of, years_of

from .doing import done_or_refused

TOPIC = "employee-well-being"
RESOURCES_SHOWN = 4
# Where the work of a step is done, and what the way there says.
PLACES = {
    1: ("charter", gettext_lazy("Open the charter")),
    2: ("committee", gettext_lazy("Open the committee")),
    3: ("readiness", gettext_lazy("Open the readiness check")),
    4: ("surveys", gettext_lazy("Open the surveys")),
    5: ("priorities", gettext_lazy("Open the priorities")),
    6: ("actions", gettext_lazy("Open the action plan")),
    7: ("activities", gettext_lazy("Open the activities")),
    8: ("reports", gettext_lazy("Open the reports")),
}


def step(request, cd_code, school_year, number):
    standing = request.standing
    years = _years_with(standing, school_year, number)
    rows = progress_of(standing.program, school_year=school_year, now=standing.now)
    row, seat = rows[number - 1], standing.seat
    artefacts = list(row.step.artefacts.select_related("added_by")) if row.step.pk else []
    context = {
        "row": row,
        "rows": rows,
        "year": school_year,
        "label": label_of(school_year),
        "is_current": school_year == years[0],
        "place_url": address_for(standing, PLACES[number][0]),
        "place_label": PLACES[number][1],
        "artefacts": [(one, may_remove(one, seat, request.user)) for one in artefacts],
        "elsewhere": left_elsewhere(standing.program, school_year=school_year, number=number),
        "kinds": Artefact.Kind.choices,
        "may_plan": seat is not None,
        "may_say": speaks_for_step(row.step, seat),
        "has_said": seat is not None and seat.side in row.said_by,
        "resources": Resource.objects.newest().filter(topics__slug=TOPIC)[:RESOURCES_SHOWN],
    }
    return render(request, "wellbeing/steps/step.html", context)


def plan(request, cd_code, school_year, number):
    """When the step is due, and who of one's own side answers for it."""
    standing = request.standing
    _years_with(standing, school_year, number)
    row = steps_of(standing.program, school_year)[number - 1]
    owner = getattr(row, OWNERS[standing.seat.side])
    form = PlanForm(request.POST or None, seat=standing.seat, initial={"due_on": row.due_on, "owner": owner})
    if request.method == "POST" and form.is_valid():
        what = _which(standing, school_year, number) | form.cleaned_data
        if done_or_refused(request, form, plan_step, **what):
            messages.success(request, _("Saved."))
            return redirect("wellbeing:step", cd_code, school_year, number)
    return render(request, "wellbeing/steps/plan.html", _head(school_year, number) | {"form": form})


def done(request, cd_code, school_year, number):
    """A page that says what one's word does, and takes it."""
    standing = request.standing
    years = _years_with(standing, school_year, number)
    rows = progress_of(standing.program, school_year=school_year, now=standing.now)
    row, refusal = rows[number - 1], None
    if request.method == "POST":
        try:
            is_done = say_done(**_which(standing, school_year, number), by=request.user, now=standing.now)
        except CannotDo as cannot:
            refusal = str(cannot)
        else:
            messages.success(
                request, _("This step is done.") if is_done else _("Noted. The other side’s word is next.")
            )
            return redirect("wellbeing:step", cd_code, school_year, number)
    may_say = years[0] == school_year and speaks_for_step(row.step, standing.seat)
    context = _head(school_year, number) | {"row": row, "refusal": refusal, "may_say": may_say}
    return render(request, "wellbeing/steps/done.html", context)


def undo(request, cd_code, school_year, number):
    standing = request.standing
    _years_with(standing, school_year, number)
    row, refusal = steps_of(standing.program, school_year)[number - 1], None
    if request.method == "POST":
        try:
            take_back_done(**_which(standing, school_year, number), by=request.user, now=standing.now)
        except CannotDo as cannot:
            refusal = str(cannot)
        else:
            messages.success(request, _("Your side’s word is taken back."))
            return redirect("wellbeing:step", cd_code, school_year, number)
    has_said = getattr(row, FIELDS[standing.seat.side]) is not None
    context = _head(school_year, number) | {"refusal": refusal, "may_say": has_said}
    return render(request, "wellbeing/steps/undo.html", context)


def paper(request, cd_code, number):
    """The template of a step: a paper to print and fill in."""
    if number not in guide():
        raise Http404
    return render(request, "wellbeing/steps/paper.html", {"guide": guide()[number]})


def paper_pdf(request, cd_code, number):
    if number not in guide():
        raise Http404
    headers = {"Content-Disposition": f'inline; filename="well-being-step-{number}.pdf"'}
    return HttpResponse(render_step_paper(guide()[number]), content_type="application/pdf", headers=headers)


def artefact_add(request, cd_code, school_year, number, kind):
    standing = request.standing
    _years_with(standing, school_year, number)
    if kind not in ARTEFACT_FORMS:
        raise Http404
    form = ARTEFACT_FORMS[kind](request.POST or request.typed)
    if request.method == "POST" and form.is_valid():
        what = _which(standing, school_year, number) | form.told()
        if done_or_refused(request, form, keep_artefact, kind=kind, **what):
            messages.success(request, _("Kept with the step."))
            return redirect("wellbeing:step", cd_code, school_year, number)
    context = _head(school_year, number) | {"form": form, "kind": Artefact.Kind(kind).label}
    return render(request, "wellbeing/steps/artefact.html", context)


def artefact_remove(request, cd_code, pk):
    artefacts = Artefact.objects.filter(step__program=request.standing.program).select_related("step")
    artefact, refusal = get_object_or_404(artefacts, pk=pk), None
    if request.method == "POST":
        try:
            remove_artefact(artefact=artefact, by=request.user, now=request.standing.now)
        except CannotDo as cannot:
            refusal = str(cannot)
        else:
            messages.success(request, _("Taken away."))
            return redirect("wellbeing:step", cd_code, artefact.step.school_year, artefact.step.number)
    context = _head(artefact.step.school_year, artefact.step.number) | {"artefact": artefact, "refusal": refusal}
    return render(request, "wellbeing/steps/artefact_remove.html", context)


def _years_with(standing, school_year, number):
    years = years_of(standing.program, now=standing.now)
    if school_year not in years or number not in Step.Number.values:
        raise Http404
    return years


def _which(standing, school_year, number):
    return {"program": standing.program, "school_year": school_year, "number": number}


def _head(school_year, number):
    return {"year": school_year, "label": label_of(school_year), "number": number, "guide": guide()[number]}
