"""Made-up families in last year's activities, and one activity today whose code at the door works."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from .models import Assignment, FamilyActivity, Household, Participation, Position, Role, Site
from .taking_part import add_activity

FAMILIES = 60
ACTIVITIES = [
    ("workshop", "Reading at home (made up)", 3, 26),
    ("event", "Open house (made up)", 7, 48),
    ("workshop", "Talking with teens (made up)", 11, 19),
    ("volunteering", "Garden day (made up)", 14, 15),
    ("council", "School site council (made up)", 16, 5),
]


def load_families(*, sites, term, staff, now):
    """Add the activities of `term` at the first of `sites`, led by a made-up parent liaison's position."""
    audubon = sites[0]
    position, _is_new = Position.objects.get_or_create(
        site=audubon,
        title="Parent liaison (made up)",
        defaults={"funding": Position.Funding.TITLE_I, "budget_line": "7S046-3 (made up)", "yearly_cost": 62500},
    )
    liaison = Assignment.objects.create(
        user=staff[0].user,
        site=audubon,
        role=Role.PARENT_LIAISON,
        position=position,
        basis=Assignment.Basis.EMPLOYEE,
        district=audubon.school.district,
        starts_on=staff[0].starts_on,
        ends_on=staff[0].ends_on,
    )
    households = Household.objects.bulk_create(
        Household(
            district=audubon.school.district,
            name=f"Made-up family {number}",
            language="es" if number % 5 < 3 else "en",
            created_at=now,
        )
        for number in range(FAMILIES)
    )
    for kind, title, weeks, number in ACTIVITIES:
        starts_at = _moment(term.starts_on + timedelta(weeks=weeks))
        activity = _activity(audubon, kind, title, starts_at, by=liaison.user, led_by=liaison, now=now)
        Participation.objects.bulk_create(
            Participation(activity=activity, household=household, language=household.language, recorded_at=starts_at)
            for household in households[:number]
        )
    this_year = Site.objects.of_year(on=timezone.localdate(now)).filter(school=audubon.school).first()
    if this_year:
        _activity(this_year, "event", "Family evening (made up)", now, by=liaison.user, led_by=None, now=now)


def _activity(site, kind, title, starts_at, *, by, led_by, now):
    return add_activity(
        added_by=by,
        now=now,
        site=site,
        kind=FamilyActivity.Kind(kind),
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        led_by=led_by,
    )


def _moment(day):
    return timezone.make_aware(datetime.combine(day, time(17, 30)))
