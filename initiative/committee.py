"""Who sat on the steering committee when, as its page shows it."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from convenings.wording import written
from lmi_portal.spreadsheets import Sheet

from .models import Term

CONVENED_IN = 2014
# A year is as wide as this in the drawing of terms.
YEAR = 100


@dataclass(frozen=True)
class Sitting:
    """A term, and in `words` when it ran."""

    term: Term
    words: str


@dataclass(frozen=True)
class Seat:
    """A row of the drawing: whoever held one seat as Sittings, `bars` being (x, width, is about right)."""

    name: str
    url: str
    sittings: list
    bars: list


@dataclass(frozen=True)
class Timeline:
    """The seats of each group since the committee began; `width` and `mark` are places on the x axis."""

    years: list
    width: int
    mark: float | None
    groups: list


def groups_on(day, terms):
    """[(group, its terms that ran on that day as Sittings)], both groups always."""
    sitting = sorted((term for term in terms if term.runs_on(day)), key=_by_name)
    return [
        (label, [Sitting(term, term_in_words(term)) for term in sitting if term.group == group])
        for group, label in Term.Group.choices
    ]


def changes_around(day, terms):
    """The last day before and the first after `day` from which somebody else sat, None where there is none."""
    days = {term.starts_on for term in terms}
    days |= {term.ends_on + timedelta(days=1) for term in terms if term.ends_on and term.ends_on < date.max}
    days = sorted(days)
    before, after = bisect_left(days, day), bisect_right(days, day)
    return (days[before - 1] if before else None), (days[after] if after < len(days) else None)


def last_day_on_record(day, terms):
    """The latest day before `day` on which somebody sat, or None."""
    return max((term.ends_on for term in terms if term.ends_on and term.ends_on < day), default=None)


def timeline_of(terms, *, on, today):
    """Every seat by group and name, with all its terms; it ends with this year, or with a later known last day."""
    last = max([today.year, *(term.ends_on.year for term in terms if term.ends_on and term.ends_on.year < 2100)])
    width = (last - CONVENED_IN + 1) * YEAR
    mark = _place(on)
    return Timeline(
        years=[CONVENED_IN, (CONVENED_IN + last) // 2, last],
        width=width,
        mark=mark if 0 <= mark <= width else None,
        groups=[
            (label, _seats([term for term in terms if term.group == group], width))
            for group, label in Term.Group.choices
        ],
    )


def term_in_words(term):
    """“about 2016–17”, “since Jan. 5, 2026”, “Jan. 5, 2022 – June 30, 2024”."""
    first, last = term.starts_on, term.ends_on
    if term.is_approximate:
        if last is None:
            return _("since about %(year)s") % {"year": first.year}
        years = f"{first.year}" if first.year == last.year else f"{first.year}–{_short(last.year, after=first.year)}"
        return _("about %(years)s") % {"years": years}
    if last is None:
        return _("since %(day)s") % {"day": written(first, "N j, Y")}
    return f"{written(first, 'N j, Y')} – {written(last, 'N j, Y')}"


def decision_sheet(decisions):
    """The decision log as a file; `decisions` are those that this person may see."""
    return Sheet(
        name="lmi-committee-decisions",
        headings=[_("Decided"), _("Decision"), _("Reasons"), _("Meeting"), _("For everyone to read")],
        rows=(
            [
                decision.decided_on,
                decision.sentence,
                decision.reasons,
                decision.meeting.starts_at if decision.meeting else None,
                _("yes") if decision.is_public else _("no"),
            ]
            for decision in decisions
        ),
    )


def _seats(terms, width):
    """An organization's or a district's terms are one seat, whoever sat there; a leader's without either are theirs."""
    rows = {}
    for term in sorted(terms, key=lambda term: (term.starts_on, term.pk)):
        rows.setdefault(_seat_key(term), []).append(term)
    seats = [
        Seat(
            name=_seat_name(of_one[0]),
            url=_seat_url(of_one[0]),
            sittings=[Sitting(term, term_in_words(term)) for term in of_one],
            bars=[bar for term in of_one if (bar := _bar(term, width))],
        )
        for of_one in rows.values()
    ]
    return sorted(seats, key=lambda seat: seat.name.casefold())


def _seat_key(term):
    if term.group == Term.Group.KEY_LEADER and term.person:
        return term.person
    return term.organization_id, term.district_id


def _seat_name(term):
    if term.group == Term.Group.KEY_LEADER and term.person:
        return term.person
    return term.organization.name if term.organization else str(term.district)


def _seat_url(term):
    if term.group == Term.Group.KEY_LEADER and term.person:
        return ""
    return (term.organization or term.district).get_absolute_url()


def _bar(term, width):
    first, last = max(_place(term.starts_on), 0), width if term.ends_on is None else _place(term.ends_on)
    last = min(last, width)
    return (round(first, 1), round(last - first, 1), term.is_approximate) if last > first else None


def _place(day):
    """Where a day lies on the x axis."""
    first = date(day.year, 1, 1)
    return (day.year - CONVENED_IN + (day - first).days / 365.25) * YEAR


def _by_name(term):
    return (term.organization.name if term.organization else str(term.district or "")).casefold(), term.person


def _short(year, *, after):
    """“17” after 2016, “2103” after 2016."""
    return f"{year % 100:02}" if year // 100 == after // 100 else str(year)
