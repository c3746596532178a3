"""Sharing results with all employees, and what employees then see, in English or Spanish."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lmi_portal.family_language import in_family_language, keeping_language
from wellbeing.approving import approvals_of
from wellbeing.models import Survey
from wellbeing.refusing import CannotDo
from wellbeing.standing import language_of_reader
from wellbeing.surveys.results import Results
from wellbeing.surveys.sharing import SUBJECT, approve_sharing, mark_of_results, take_back_sharing

from .desk import SIDES, survey_of


def results_share(request, cd_code, pk):
    """GET says what sharing does, and who has agreed to it."""
    survey = survey_of(request, pk, state=Survey.State.CLOSED)
    if request.method == "POST":
        return _answer(request, survey)
    mark = mark_of_results(survey)
    approvals = approvals_of(subject=SUBJECT, on=survey, mark=mark)
    context = {
        "survey": survey,
        "mark": mark,
        "approvals": [(side, approvals.get(side)) for side in SIDES],
        "has_approved": request.standing.side in approvals,
        "employees": request.standing.program.employees.current().count(),
    }
    return render(request, "wellbeing/surveys/share.html", context)


@in_family_language(language_of_reader)
def shared_list(request, cd_code):
    """The newest of the results that were shared."""
    newest = _shared(request).first()
    if newest is None:
        return render(request, "family/wellbeing/no_results.html")
    return redirect(keeping_language(request, _address(newest)))


@in_family_language(language_of_reader)
def shared_results(request, cd_code, pk):
    survey = get_object_or_404(_shared(request), pk=pk)
    survey.program = request.standing.program
    found = Results(survey, by=request.GET.get("by", ""), what=request.GET.get("what", ""))
    if found.everyone is None:
        raise Http404
    context = {
        "survey": survey,
        "title": title_of(survey),
        "results": found,
        "choices": found.choices(),
        "headlines": [] if found.by or found.what else found.headlines(),
        "questions": found.questions(),
        "others": [(title_of(each), _address(each)) for each in _shared(request).exclude(pk=pk)],
    }
    return render(request, "family/wellbeing/results.html", context)


def title_of(survey):
    return survey.title_es if translation.get_language() == "es" else survey.title


def _answer(request, survey):
    by, now = request.user, request.standing.now
    try:
        if "take_back" in request.POST:
            take_back_sharing(survey=survey, by=by, now=now)
            messages.success(request, _("Taken back."))
        elif approve_sharing(survey=survey, read=request.POST.get("read", ""), by=by, now=now):
            messages.success(request, _("Both sides agreed: employees can see these results, and are written to."))
        else:
            messages.success(request, _("Agreed for your side. Employees see the results once the other side agrees."))
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return redirect("wellbeing:results_share", request.standing.district.cd_code, survey.pk)


def _shared(request):
    shared = request.standing.program.surveys.filter(shared_at__isnull=False)
    return shared.select_related("program__district").order_by("-closes_at", "-pk")


def _address(survey):
    return reverse("wellbeing:shared_results", args=[survey.program.district.cd_code, survey.pk])
