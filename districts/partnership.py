"""What is on record of a district’s part in the initiative, in the words of its page."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Evidence

Kind, Strength = Evidence.Kind, Evidence.Strength
YEAR = re.compile(r"\b(?:19|20)\d\d\b")

AS_WHAT = {
    Kind.STEERING: gettext_lazy("on the steering committee"),
    Kind.PRESENTED: gettext_lazy("presenter"),
    Kind.HOSTED: gettext_lazy("host"),
    Kind.CASE_STUDY: gettext_lazy("subject of a case study"),
    Kind.TRAINING: gettext_lazy("part of a training series"),
    Kind.ATTENDED: gettext_lazy("participant in convenings"),
    Kind.OWN_WORK: gettext_lazy("with work of its own"),
}
HOW_SURE = {
    Strength.CERTAIN: gettext_lazy("Certain"),
    Strength.LIKELY: gettext_lazy("Likely: the source says so in part"),
    Strength.INFERRED: gettext_lazy("Inferred: no source names this district itself"),
}


@dataclass(frozen=True)
class Part:
    """One thing on record; `day` is None where none is known, and `when` says then what is."""

    kind: str
    what: str
    when: str
    day: date | None
    roles: list
    how_sure: str
    is_certain: bool
    source: str
    path: str


@dataclass(frozen=True)
class Partnership:
    """`shown` and `inferred` are Parts, the latest first; `as_what` names what the district is on record as."""

    shown: list
    inferred: list
    as_what: list


def partnership_of(evidence):
    """A Partnership of the rows of one district’s Evidence; well-being highlights are no part of it."""
    parts = sorted((one for one in evidence if one.kind != Kind.WELL_BEING), key=_latest_first)
    return Partnership(
        shown=[part_of(one) for one in parts if one.strength != Strength.INFERRED],
        inferred=[part_of(one) for one in parts if one.strength == Strength.INFERRED],
        as_what=list(filter(None, (_as_what(kind, parts) for kind in AS_WHAT))),
    )


def highlights_of(evidence):
    """The well-being highlights among the rows of one district’s Evidence, as Parts, the latest first."""
    return [part_of(one) for one in sorted(evidence, key=_latest_first) if one.kind == Kind.WELL_BEING]


def part_of(evidence):
    return Part(
        kind=evidence.get_kind_display(),
        what=evidence.what,
        when=when_of(evidence),
        day=evidence.happened_on,
        roles=evidence.roles,
        how_sure=HOW_SURE[evidence.strength],
        is_certain=evidence.strength == Strength.CERTAIN,
        source=evidence.source,
        path=evidence.path,
    )


def when_of(evidence):
    """“May 8, 2015”, “about 2016–17”, or that no day is on record."""
    day = date_format(evidence.happened_on, "N j, Y") if evidence.happened_on else ""
    if day and evidence.when_note:
        return f"{day} ({evidence.when_note})"
    return day or evidence.when_note or _("day not on record")


def _as_what(kind, parts):
    strengths = [one.strength for one in parts if one.kind == kind and one.strength != Strength.INFERRED]
    if not strengths:
        return ""
    return AS_WHAT[kind] if Strength.CERTAIN in strengths else _("likely %(what)s") % {"what": AS_WHAT[kind]}


def _latest_first(evidence):
    """By day, or by the first year that its note names, at that year’s beginning; what tells neither comes last."""
    year = YEAR.search(evidence.when_note)
    day = evidence.happened_on or (date(int(year[0]), 1, 1) if year else date.min)
    return -day.toordinal(), evidence.pk
