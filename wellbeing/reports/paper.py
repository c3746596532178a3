"""A yearly report as a PDF to hand round: what its page says, set by typst."""

import re
from dataclasses import asdict
from datetime import UTC

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lmi_portal.papers import render_paper
from wellbeing.models import YearlyReport

from .reading import reading_of

TEMPLATE = "wellbeing/pdf/report.typ"


def paper_facts(report, *, now):
    """All that is printed of a report, as plain JSON values."""
    page = reverse("wellbeing:report", args=[report.program.district.cd_code, report.school_year])
    reading = reading_of(report, now=now)
    return asdict(reading) | {
        "parts": [[heading, paragraphs_of(text)] for heading, text in reading.parts],
        "draft": "" if report.state == YearlyReport.State.PUBLISHED else _("Draft: not published"),
        "made_up": _("Made up: this program, its people and its answers are an example.")
        if report.program.is_made_up
        else "",
        "published": date_format(localtime(report.published_at), "DATE_FORMAT") if report.published_at else "",
        "url": settings.SITE_URL + page,
        "words": {
            "portal": _("California Labor Management Initiative"),
            "page": _("Page"),
            "published": _("Published"),
            "counts": _("In figures"),
            "approvals": _("On whose word"),
            "online": _("This report online:"),
        },
    }


def paragraphs_of(text):
    """The paragraphs that empty lines part; a paper has no line ends in a text."""
    return [part for part in re.split(r"\r?\n\s*\n", text.strip()) if part]


def render_report(report, *, now):
    """The PDF's bytes, PDF/UA-1."""
    written_at = (report.published_at or now).astimezone(UTC)
    return render_paper(TEMPLATE, paper_facts(report, now=now), written_at=written_at, language="en")
