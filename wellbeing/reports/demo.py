"""A made-up report of last year that both co-chairs approved, with a highlight that both show."""

from datetime import timedelta

from django.utils import timezone

from districts.models import Side
from lmi_portal.accounts.models import User
from lmi_portal.outbox.models import Email
from wellbeing.models import Activity, CommitteeMeeting, Decision, MeetingAttendance, Step
from wellbeing.school_years import school_year_at
from wellbeing.steps.years import moments_of

from .highlighting import mark_of_highlight, wish_highlight
from .letters import reason_of_publishing
from .publishing import approve_report, mark_of_report, offer_report
from .writing import write_report

TEXTS = {
    "done": "The superintendent and the presidents of three units signed one charter, and the joint committee met with "
    "people of all shifts at the table.\n\nWe began small: a walk at the bus yard before the first run, a quiet hour "
    "after staff meetings, and thank-you cards that both co-chairs signed.",
    "learned": "Time is what people miss most, on every shift. What begins at noon reaches teachers; what begins at "
    "5:15 a.m. reaches drivers. Staff without a computer heard of things last, and told us so.",
    "next_year": "Ask everyone, with sheets on paper in kitchens and at the yard. Then choose two to four priorities "
    "from what they say, and plan activities for early, evening and split shifts first.",
    "highlight": "Drivers, teachers, kitchen staff and principals planned one year together. The walk that most people "
    "name began at the bus yard at a quarter past five in the morning, because a driver on the committee said that "
    "nothing else would do.",
}


# Days before the end of the year, place, and what was decided.
MEETINGS = [
    (270, "Board room", "We begin with a walk and a quiet hour."),
    (190, "Bus yard, drivers’ room", "The walk at the yard begins at 5:15 a.m."),
    (110, "Kitchen of the high school", "Both co-chairs sign the thank-you cards."),
    (40, "Board room", "We ask all employees before we choose priorities."),
]
# Days before the end of the year, what, and its cost in dollars.
ACTIVITIES = [
    (180, Activity.Kind.MOVEMENT, "Walk before the first run", "0.00"),
    (120, Activity.Kind.MOVEMENT, "Walk before the first run", "0.00"),
    (95, Activity.Kind.CALM, "Quiet hour", "85.50"),
    (60, Activity.Kind.THANKS, "Thank-you cards", "142.75"),
    (35, Activity.Kind.CALM, "Quiet hour", "80.00"),
]


def load_reports(program, *, now):
    """After the steps of this year, the committee's meetings and the surveys."""
    if program.reports.exists():
        return
    year = school_year_at(now) - 1
    _start, end = moments_of(year)
    _steps_of(program, year, now=end - timedelta(days=30))
    _meetings_of(program, end)
    _activities_of(program, end)
    labor, management = (
        User.objects.get(email=program.seats.co_chairs().get(side=side).email) for side in (Side.LABOR, Side.MANAGEMENT)
    )
    offered_at = min(end, now) - timedelta(days=9)
    report = write_report(program=program, school_year=year, texts=TEXTS, by=labor, now=offered_at - timedelta(days=8))
    report = offer_report(report=report, by=labor, now=offered_at)
    for by in (labor, management):
        report = approve_report(report=report, read=mark_of_report(report), by=by, now=offered_at + timedelta(days=2))
    # No letters go to made-up people.
    Email.objects.filter(reason=reason_of_publishing(report)).delete()
    for by in (labor, management):
        report = wish_highlight(
            report=report, read=mark_of_highlight(report), by=by, now=offered_at + timedelta(days=4)
        )


def _steps_of(program, year, *, now):
    owners = {f"{side}_owner": program.seats.co_chairs().get(side=side) for side in (Side.LABOR, Side.MANAGEMENT)}
    Step.objects.bulk_create(
        Step(
            program=program,
            school_year=year,
            number=number,
            due_on=timezone.localdate(now),
            labor_done_at=now,
            management_done_at=now,
            **owners,
        )
        for number in Step.Number.values
    )


def _meetings_of(program, end):
    for number, (days, place, decided) in enumerate(MEETINGS):
        met_at = end - timedelta(days=days, hours=10)
        meeting = CommitteeMeeting.objects.create(
            program=program,
            starts_at=met_at,
            ends_at=met_at + timedelta(hours=1),
            place=place,
            chair_side=[Side.LABOR, Side.MANAGEMENT][number % 2],
            state=CommitteeMeeting.State.HELD,
        )
        MeetingAttendance.objects.bulk_create(
            MeetingAttendance(meeting=meeting, seat=seat) for seat in program.seats.co_chairs()
        )
        Decision.objects.create(
            meeting=meeting,
            text=decided,
            way=Decision.Way.CONSENSUS,
            is_adopted=True,
            recorded_at=met_at,
            recorded_by=program.begun_by,
        )


def _activities_of(program, end):
    Activity.objects.bulk_create(
        Activity(
            program=program,
            kind=kind,
            title=title,
            description=f"{title}, for everyone who likes.",
            starts_at=end - timedelta(days=days, hours=18),
            ends_at=end - timedelta(days=days, hours=17),
            place="Bus yard",
            cost=cost,
            state=Activity.State.OPEN,
        )
        for days, kind, title, cost in ACTIVITIES
    )
