"""A case study as a PDF to hand round: the same facts as its page, set by typst."""

import hashlib
import json
from datetime import UTC, date

from django.conf import settings
from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lmi_portal.papers import TEMPLATES, render_paper

from .case_study_facts import facts_of

TEMPLATE = "initiative/pdf/case_study.typ"
A_DAY = 24 * 60 * 60


def paper_facts(case_study):
    """All that is printed of a case study, headings and dates in words among it, as plain JSON values."""
    facts = facts_of(case_study)
    return facts | {
        "published": _in_words(facts["published_on"]),
        "approved": [
            _("%(side)s approved this text on %(day)s.")
            % {"side": approval["side_name"], "day": _in_words(approval["answered_on"])}
            for approval in facts["approvals"]
        ],
        "source": _source(facts),
        "words": _words(),
    }


def etag_of(facts):
    """Another one as soon as anything on the paper changes."""
    layout = (TEMPLATES / TEMPLATE).read_bytes()
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode() + layout).hexdigest()[:32]


def render_case_study(facts, *, updated_at):
    """The PDF's bytes; remembered for a day, as anybody may ask for it as often as they like."""
    return cache.get_or_set(
        f"case_study_pdf:{etag_of(facts)}",
        lambda: render_paper(TEMPLATE, facts, written_at=updated_at.astimezone(UTC), language=_language()),
        A_DAY,
    )


def _language():
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def _in_words(iso):
    return date_format(date.fromisoformat(iso), "DATE_FORMAT") if iso else ""


def _source(facts):
    """Where the full report is, and on which page it tells of this district."""
    if facts["report"] is None:
        return ""
    title, page = facts["report"]["title"], facts["report_page"]
    if page:
        return _("The full report, “%(title)s”, tells of it from page %(page)s on.") % {"title": title, "page": page}
    return _("The full report: “%(title)s”.") % {"title": title}


def _words():
    return {
        "kind": _("Case study"),
        "portal": _("California Labor Management Initiative"),
        "draft": _("Draft: not published"),
        "county": _("County"),
        "key_facts": _("Key facts"),
        "fact": _("Fact"),
        "value": _("As told"),
        "timeline": _("Timeline"),
        "when": _("When"),
        "what": _("What happened"),
        "practices": _("Practices"),
        "since": _("Since:"),
        "method": _("How it was studied"),
        "investigator": _("Investigator:"),
        "studied": _("Studied:"),
        "interviewed": _("Interviewed, by role:"),
        "sources": _("Sources"),
        "source": _("Source:"),
        "standing": _("On whose word"),
        "published": _("Published:"),
        "online": _("This case study online:"),
        "page": _("Page"),
    }
