"""The template of a step as a PDF/UA: a paper that a committee prints and fills in."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from lmi_portal.papers import render_paper

TEMPLATE = "wellbeing/pdf/step_paper.typ"
# The paper is the same for everyone and for years; a moment is needed by the file alone.
WRITTEN_AT = datetime(2026, 11, 1, tzinfo=UTC)


def render_step_paper(guide):
    """The PDF's bytes, of a StepGuide."""
    said = {"number": guide.number, "title": guide.title}
    facts = {
        "title": guide.paper.title,
        "step": _("Employee well-being · step %(number)d: %(title)s") % said,
        "author": _("California Labor Management Initiative"),
        "footer": _("Taking part is voluntary. Write down no names, and nothing about anybody’s health."),
        "parts": [{"heading": part.heading, "ask": part.ask, "lines": part.lines} for part in guide.paper.parts],
    }
    return render_paper(TEMPLATE, facts, written_at=WRITTEN_AT, language="en")
