"""All that the page of a case study, its comparison and its PDF show, as plain JSON values."""

import re

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from districts.models import Side

from .models import CaseStudy

QUESTIONS = ["led_to", "in_practice", "impact", "lessons"]
EMPTY_LINE = re.compile(r"\n\s*\n")


def facts_of(case_study):
    """Everything that is shown of a case study; of several, ask for `CaseStudy.objects.with_facts()`.

    Dates are “2026-11-22” (Pacific) or empty, `url` is absolute, texts are lists of paragraphs whose lines end as they
    were typed. `report` is None where the library does not have it.
    """
    district = case_study.district
    return {
        "slug": case_study.slug,
        "url": settings.SITE_URL + case_study.get_absolute_url(),
        "title": case_study.title,
        "summary": case_study.summary,
        "state": case_study.state,
        "revision": case_study.revision,
        "district": {
            "name": district.name,
            "cd_code": district.cd_code,
            "county": district.county.name,
            "kind": str(district.get_kind_display()),
        },
        "standing": standing_of(case_study),
        "investigator": case_study.investigator,
        "method": paragraphs_of(case_study.method),
        "interviewed": list(case_study.interviewed),
        "studied": case_study.studied,
        "questions": [_question(case_study, name) for name in QUESTIONS],
        "key_facts": [
            {"label": fact.label, "value": fact.value, "source": fact.source} for fact in case_study.key_facts.all()
        ],
        "timeline": [
            {"year": entry.year, "when": entry.when or str(entry.year), "what": entry.what, "source": entry.source}
            for entry in case_study.timeline.all()
        ],
        "practices": [
            {
                "name": use.practice.name,
                "slug": use.practice.slug,
                "how": use.how,
                "since": use.since,
                "source": use.source,
            }
            for use in case_study.practice_uses.all()
        ],
        "already_public": case_study.already_public,
        "report": _report(case_study),
        "report_page": case_study.report_page,
        "approvals": [
            {"side": side, "side_name": str(Side(side).label), "answered_on": _day(answer.answered_at)}
            for side, answer in sorted(case_study.answers().items())
            if answer.answer == answer.Answer.APPROVED
        ],
        "published_on": _day(case_study.published_at),
        "updated_on": _day(case_study.updated_at),
    }


def card_of(case_study):
    """What a list shows of it: of its key facts the first two."""
    return {
        "url": case_study.get_absolute_url(),
        "slug": case_study.slug,
        "title": case_study.title,
        "summary": case_study.summary,
        "district": case_study.district.name,
        "county": case_study.district.county.name,
        "key_facts": list(case_study.key_facts.all())[:2],
        "practices": [use.practice.name for use in case_study.practice_uses.all()],
    }


def standing_of(case_study):
    """On whose word the text stands, in one sentence."""
    names = {"district": case_study.district.name, "report": case_study.already_public}
    if case_study.is_approved():
        return _("Labor and management of %(district)s have both approved this text.") % names
    if case_study.already_public:
        return (
            _("Told from what is published already in %(report)s; not yet reviewed in this portal by the district.")
            % names
        )
    return _("Not yet approved by %(district)s.") % names


def paragraphs_of(text):
    """Plain text as a list of paragraphs: an empty line ends one."""
    lines = text.replace("\r\n", "\n").strip()
    return [paragraph.strip() for paragraph in EMPTY_LINE.split(lines)] if lines else []


def _question(case_study, name):
    return {
        "name": name,
        "question": str(CaseStudy._meta.get_field(name).verbose_name),
        "answer": paragraphs_of(getattr(case_study, name)),
    }


def _report(case_study):
    report = case_study.report
    if report is None or not report.is_published:
        return None
    return {"title": report.title, "slug": report.slug, "link": report.link}


def _day(moment):
    return timezone.localtime(moment).date().isoformat() if moment else ""
