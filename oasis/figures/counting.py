"""A term's referrals as rows to be counted: what each was for, where, and what came of it.

Drafts and what was entered in error are no referrals. Those by minor consent (Family Code § 6924; Health & Safety Code
§ 124260) are in no cut at all: at a small school “counseling” alone would tell of them. They are counted once, for the
whole program, and that number too is hidden up to 10 students.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median

from django.db.models import Q
from django.utils import timezone

from oasis.models import BARRIERS, RECEIVED, Assignment, Referral, State
from oasis.school_days import days_off_of, is_school_day
from oasis.suppression import MOST_HIDDEN, Cuts, publish

# The school that refers, the need, the family's language, whose employee cares for it (0: the district's own), whether
# the provider answered, how it ended, whether the loop is closed and whether the service was received.
COLUMNS = ("school", "need", "language", "union", "answered", "ending", "closed", "received")
REFERRAL_CUTS = Cuts(
    columns=COLUMNS,
    cuts=(
        (),
        ("school",),
        ("need",),
        ("language",),
        ("answered",),
        ("ending",),
        ("closed",),
        ("received",),
        ("need", "received"),
        ("school", "answered"),
        ("school", "ending"),
        ("school", "closed"),
        ("school", "received"),
        ("school", "language"),
        ("school", "need", "received"),
        ("union",),
        ("union", "answered"),
        ("union", "closed"),
        ("union", "received"),
        ("union", "need"),
    ),
    moving=(("school",), ("need",), ("language",), ("union",), ("answered",), ("ending", "closed", "received")),
)
SCOPES = {"program": (), "school": ("school",), "union": ("union",)}
FIELDS = ["student", "site__school", "need", "language", "owner", "kind", "state", "outcome", "is_confidential"]
MOMENTS = ["created_at", "sent_at", "acknowledged_at", "first_contact_at"]


@dataclass(frozen=True)
class Counted:
    """`published` cells, the number of students, that of students by minor consent, and medians {(what, scope)}."""

    published: object
    students: int | None
    by_minor_consent: int | None
    medians: dict


def count_referrals(district, term):
    """Count the referrals that the district's sites logged in `term`, with a fixed number of queries."""
    unions = _unions_of(district, term)
    school_days = SchoolDays(term, days_off_of(district.pk))
    records, times, confidential = [], defaultdict(list), set()
    for referral in referrals_of(district, term).iterator(chunk_size=2000):
        if referral.is_confidential:
            confidential.add(referral.student_id)
            continue
        values = _values(referral, unions.get(referral.owner_id, 0))
        records.append((referral.student_id, values))
        for what, days in _times(referral, school_days):
            for scope in _scopes(values):
                times[what, scope].append((referral.student_id, days))
    published = publish(records, REFERRAL_CUTS)
    return Counted(
        published=published,
        students=_if_many({student for student, _values in records}),
        by_minor_consent=_if_many(confidential),
        medians={key: round(median(days for _student, days in told)) for key, told in times.items() if _many(told)},
    )


def referrals_of(district, term):
    first, last = term.starts_on, term.ends_on + timedelta(days=1)
    logged = Referral.objects.filter(
        site__school__district=district, created_at__gte=_midnight(first), created_at__lt=_midnight(last)
    )
    counted = logged.exclude(state__in=[State.DRAFT, State.ENTERED_IN_ERROR]).select_related("site")
    return counted.only("student", "site__school", *FIELDS[2:], *MOMENTS).order_by("pk")


class SchoolDays:
    """Counts school days between moments of a term and of the two years after it."""

    def __init__(self, term, days_off):
        days = (term.starts_on + timedelta(days=number) for number in range(3 * 366))
        self.days = [day for day in days if is_school_day(day, days_off)]

    def between(self, earlier, later):
        first, last = (bisect_right(self.days, timezone.localdate(moment)) for moment in (earlier, later))
        return max(0, last - first)


def _values(referral, union):
    answered = "not asked"
    if referral.kind == Referral.Kind.DIRECT and referral.sent_at:
        answered = _yes(referral.acknowledged_at)
    ending = referral.outcome if referral.outcome in BARRIERS else "other"
    received = referral.state == State.CLOSED and referral.outcome in RECEIVED
    return (
        referral.site.school_id,
        referral.need_id,
        referral.language,
        union,
        answered,
        "received" if received else str(ending),
        _yes(referral.is_loop_closed()),
        _yes(received),
    )


def _times(referral, school_days):
    if referral.kind == Referral.Kind.DIRECT and referral.sent_at and referral.acknowledged_at:
        yield "acknowledged", school_days.between(referral.sent_at, referral.acknowledged_at)
    if referral.first_contact_at:
        yield "contacted", school_days.between(referral.created_at, referral.first_contact_at)


def _scopes(values):
    return [("program", 0), ("school", values[0]), ("union", values[3])]


def _unions_of(district, term):
    """{person: organization}: a union's own employee, or a member of a unit that it represents."""
    assignments = Assignment.objects.filter(
        Q(employer__isnull=False) | Q(unit__isnull=False),
        Q(ends_on__isnull=True) | Q(ends_on__gte=term.starts_on),
        district=district,
        starts_on__lte=term.ends_on,
    )
    rows = assignments.order_by("starts_on", "pk").values_list("user", "employer", "unit__organization")
    return {user: employer or organization for user, employer, organization in rows}


def _if_many(people):
    return len(people) if len(people) > MOST_HIDDEN else None


def _many(told):
    return len({student for student, _days in told}) > MOST_HIDDEN


def _yes(value):
    return "yes" if value else "no"


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))
