"""A made-up committee: six seats of each side, four meetings held, one to come."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from districts.models import Membership, Side
from lmi_portal.accounts.models import User
from wellbeing.approving import mark_of
from wellbeing.models import JobClass, Shift

from .deciding import record_decision
from .minuting import record_attendance, write_minutes
from .planning import plan_meeting
from .publishing import approve_minutes, mark_of_minutes
from .seating import name_member

# Address at example.org, name, organization or none, job class, shift; the first of each side is its co-chair.
LABOR = [
    ("wellbeing", "Sam Okafor", "CSEA 127", JobClass.CUSTODIAL, Shift.EVENING),
    ("labor", "Marisol Quintero", "SJTA", JobClass.TEACHING, Shift.DAY),
    ("t.brandt", "Tobias Brandt", "SJTA", JobClass.STUDENT_SUPPORT, Shift.DAY),
    ("r.delacruz", "Rosalinda de la Cruz", "CSEA 127", JobClass.FOOD, Shift.EARLY),
    ("h.nguyen", "Hanh Nguyen", "CSEA 127", JobClass.AIDE, Shift.DAY),
    ("d.ferris", "Delroy Ferris", "Teamsters 150", JobClass.TRANSPORT, Shift.SPLIT),
]
MANAGEMENT = [
    ("lead", "Dana Whitfield", "", JobClass.ADMINISTRATION, Shift.DAY),
    ("p.raman", "Priya Raman", "", JobClass.ADMINISTRATION, Shift.DAY),
    ("g.lindqvist", "Greta Lindqvist", "", JobClass.ADMINISTRATION, Shift.DAY),
    ("o.baptiste", "Odile Baptiste", "", JobClass.OFFICE, Shift.DAY),
    ("k.yamada", "Kenji Yamada", "", JobClass.SAFETY, Shift.EVENING),
    ("m.soto", "Marcos Soto", "", JobClass.TECHNICAL, Shift.DAY),
]
PLACE = "District office, room 12"

# Days before today, topics, votes of those decided by vote, and minutes.
BARGAINING = "The stipend for committee work"
HELD = [
    (
        75,
        ["How we work together", "What the charter asks of us"],
        [("How we work together", "We meet monthly, and the sides take turns to chair.", None)],
        "Everyone said why they came. We read the charter together and agreed how we want to work: monthly, on time,"
        " with both co-chairs preparing the agenda.",
    ),
    (
        47,
        ["What we heard in the first survey", "A quiet room at each school"],
        [
            (
                "A quiet room at each school",
                "Each school names a quiet room for staff by January.",
                [(4, 1, 0), (4, 0, 1)],
            )
        ],
        "We looked at the results of the first survey. Time to breathe between classes came up in most groups. We"
        " talked about who cleans and who locks a quiet room.",
    ),
    (
        33,
        ["Walking groups before the early shift", BARGAINING],
        [
            (
                "Walking groups before the early shift",
                "Walking groups start at three kitchens, on a trial for six weeks.",
                None,
            )
        ],
        "The kitchens can start in the new year. The stipend belongs to the negotiating teams: we talked about it and"
        " decided nothing.",
    ),
    (
        5,
        ["Holiday weeks", "Questions for the second survey"],
        [("Holiday weeks", "No meetings of other kinds in the last week before the break.", [(2, 3, 0), (3, 2, 0)])],
        "The survey opens in two weeks. We did not agree about the last week before the break, and will come back to it"
        " in December.",
    ),
]


def load_committee(program, *, now):
    """Seat both sides and let them meet, unless they have met already.

    Of the meetings held the first has published minutes, and the second waits for management's approval.
    """
    if program.meetings.exists():
        return
    _seat_side(program, Side.LABOR, LABOR)
    _seat_side(program, Side.MANAGEMENT, MANAGEMENT)
    labor, management = (_user(bench[0][0]) for bench in (LABOR, MANAGEMENT))
    meetings = [_hold(program, number, row, by=labor, now=now) for number, row in enumerate(HELD)]
    for meeting, approvers in zip(meetings, [(labor, management), (labor,)], strict=False):
        for by in approvers:
            read = mark_of_minutes(meeting)
            approve_minutes(meeting=meeting, read=read, by=by, now=meeting.ends_at + timedelta(days=3))
    _plan(program, -16, ["How the walking groups go", "The yearly report"], Side.LABOR, by=management, now=now)


def _seat_side(program, side, people):
    """The side's lead at the district's table names its members, some weeks after the program was begun."""
    by = Membership.objects.led().filter(district=program.district, side=side).earliest("pk").user
    for address, name, organization, job_class, shift in people:
        email = f"{address}@example.org"
        if not program.seats.current().filter(email=email).exists():
            name_member(
                program=program,
                side=side,
                unit=program.district.units.get(organization__short_name=organization) if organization else None,
                job_class=job_class,
                shift=shift,
                name=name,
                email=email,
                is_co_chair=address == people[0][0],
                by=by,
                now=program.begun_at + timedelta(days=21),
            )


def _plan(program, days_ago, topics, chair_side, *, by, now):
    """A meeting so many days before today; one that is over was planned too late to invite anyone."""
    day = timezone.localdate(now) - timedelta(days=days_ago)
    starts_at = timezone.make_aware(datetime.combine(day, time(15, 30)))
    agenda = [{"title": title, "notes": "", "is_for_bargaining": title == BARGAINING} for title in topics]
    return plan_meeting(
        program=program,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        place=PLACE,
        chair_side=chair_side,
        agenda=agenda,
        by=by,
        now=now if days_ago < 0 else starts_at,
    )


def _hold(program, number, row, *, by, now):
    days_ago, topics, decisions, minutes = row
    meeting = _plan(program, days_ago, topics, [Side.LABOR, Side.MANAGEMENT][number % 2], by=by, now=now)
    at = meeting.ends_at
    # One of each side is missing.
    came = [seat.pk for side in (Side.LABOR, Side.MANAGEMENT) for seat in program.seats.current().filter(side=side)[:5]]
    record_attendance(meeting=meeting, came=came, stayed_away=[], by=by, now=at)
    for title, text, benches in decisions:
        votes = _votes(*benches) if benches else {}
        way, item = "vote" if benches else "consensus", meeting.agenda.get(title=title)
        record_decision(meeting=meeting, item=item, text=text, way=way, votes=votes, by=by, now=at)
    return write_minutes(meeting=meeting, text=minutes, read=mark_of(""), by=by, now=at)


def _votes(labor, management):
    ways = ["for", "against", "abstaining"]
    benches = [("labor", labor), ("management", management)]
    return {f"{side}_{way}": count for side, bench in benches for way, count in zip(ways, bench, strict=True)}


def _user(address):
    return User.objects.get(email=f"{address}@example.org")
