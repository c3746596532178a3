"""Made-up days off of the demo's school year, and one caseload on its way to a colleague."""

from datetime import date, timedelta

from lmi_portal.accounts.models import User

from .handing_over import offer_caseload
from .models import OVER, DayOff, HandOver, Referral, school_year_of
from .reach import reach_of

GIVER, TAKER = "oasis@example.org", "coordinator@example.org"
MONDAY, THURSDAY = 0, 3


def load_days_off(*, districts, today):
    """Thanksgiving week, three weeks around New Year's Day and a week in spring; what is there stays."""
    year = school_year_of(today)
    thanksgiving = _on_or_after(date(year, 11, 22), THURSDAY)
    breaks = [
        ("Thanksgiving week (made up)", thanksgiving - timedelta(days=3), 3),
        ("Winter break (made up)", _on_or_after(date(year, 12, 15), MONDAY), 19),
        ("Spring break (made up)", _on_or_after(date(year + 1, 3, 25), MONDAY), 5),
    ]
    for district in districts:
        for name, first, count in breaks:
            for day in (first + timedelta(days=number) for number in range(count)):
                if day.weekday() < 5:
                    DayOff.objects.get_or_create(district=district, off_on=day, defaults={"name": name})


def load_hand_over(*, now):
    """The referrer offers two referrals to the coordinator, unless somebody offered something already."""
    people = {user.email: user for user in User.objects.filter(email__in=[GIVER, TAKER])}
    if HandOver.objects.exists() or len(people) < 2:
        return
    running = Referral.objects.filter(owner=people[GIVER], is_confidential=False).exclude(state__in=OVER)
    numbers = list(running.order_by("-created_at").values_list("number", flat=True)[:2])
    if numbers:
        offer_caseload(
            reach=reach_of(people[GIVER], now=now),
            from_user=people[GIVER],
            to_user=people[TAKER],
            numbers=numbers,
            note="Made up: at a training next week.",
            now=now,
        )


def _on_or_after(day, weekday):
    return day + timedelta(days=(weekday - day.weekday()) % 7)
