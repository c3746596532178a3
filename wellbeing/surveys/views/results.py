"""What a survey found, for the whole committee from the same moment on, and how that changes from wave to wave."""

from django.shortcuts import render

from lmi_portal.spreadsheets import csv_response, xlsx_response
from wellbeing.models import Survey
from wellbeing.standing import Role
from wellbeing.surveys.findings import named
from wellbeing.surveys.moderating import released
from wellbeing.surveys.result_file import sheet_of
from wellbeing.surveys.results import Results
from wellbeing.surveys.trends import Trends

from .desk import survey_of

COMMENTS_BESIDE = 5


def results(request, cd_code, pk):
    """The address chooses: ?by=shift&within=side&what=respect."""
    survey = survey_of(request, pk, state=Survey.State.CLOSED)
    asked = {name: request.GET.get(name, "") for name in ["by", "within", "what"]}
    found = Results(survey, **asked)
    context = {
        "survey": survey,
        "results": found,
        "choices": found.choices(),
        "is_co_chair": Role.CO_CHAIR in request.standing.roles,
    }
    if found.everyone:
        overview = not found.by and not found.what
        context |= {
            "headlines": found.headlines() if overview else [],
            "gaps": found.gaps() if overview else [],
            "questions": found.questions(),
            "hidden": found.hidden(),
            "comments": released(survey)[:COMMENTS_BESIDE] if overview else [],
        }
    return render(request, "wellbeing/surveys/results.html", context)


def results_csv(request, cd_code, pk):
    return csv_response(sheet_of(survey_of(request, pk, state=Survey.State.CLOSED)))


def results_xlsx(request, cd_code, pk):
    return xlsx_response(sheet_of(survey_of(request, pk, state=Survey.State.CLOSED)))


def trends(request, cd_code):
    """The address chooses: ?by=side&question=respect."""
    found = Trends(request.standing.program, by=request.GET.get("by", ""), question=request.GET.get("question", ""))
    context = {
        "trends": found,
        "choices": found.choices(),
        "question_text": named(found.question, "en") if found.question and found.by else "",
    }
    return render(request, "wellbeing/surveys/trends.html", context)
