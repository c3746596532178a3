"""Published reports as employees open them: in their own language, around the committee's English words."""

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from lmi_portal.family_language import ENGLISH, in_family_language
from wellbeing.school_years import label_of
from wellbeing.standing import language_of_reader

from .reading import reading_of


@in_family_language(language_of_reader)
def published_reports(request, reports):
    context = {"reports": [(report, label_of(report.school_year)) for report in reports]}
    return render(request, "family/wellbeing/reports.html", context)


@in_family_language(language_of_reader)
def published_report(request, report):
    with translation.override(ENGLISH):
        reading = reading_of(report, now=request.standing.now)
        words = render_to_string("wellbeing/reports/_reading.html", {"reading": reading})
    context = {"report": report, "year": label_of(report.school_year), "words": words, "approvals": reading.approvals}
    return render(request, "family/wellbeing/report.html", context)
