"""What was shared of a student, with whom and why: looked at before it is printed for the family."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oasis.access_log import Action
from oasis.family_report import render_report, report_facts
from oasis.providers.languages import named
from oasis.report_words import language_for, languages

from .records import log, student_of

SHOWN = ["given_name", "family_name", "number", "school", "disclosures", "log"]


def preview(request, pk):
    student = student_of(request, pk)
    language = language_for(student, request.GET.get("language"))
    facts = report_facts(student, language=language, made_by=request.user, now=timezone.now())
    log(request, Action.VIEW, student, SHOWN)
    context = {
        "student": student,
        "facts": facts,
        "language": language,
        "languages": [(code, named(code)) for code in languages()],
    }
    return render(request, "oasis/records/family_report.html", context)


def pdf(request, pk):
    """?language=es"""
    student, now = student_of(request, pk), timezone.now()
    language = language_for(student, request.GET.get("language"))
    facts = report_facts(student, language=language, made_by=request.user, now=now)
    log(request, Action.PRINT, student, SHOWN)
    return HttpResponse(render_report(facts, language=language, now=now), content_type="application/pdf")
