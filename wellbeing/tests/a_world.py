"""Two districts with a row of everything that an address of a program names, and a person of each kind."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from districts.models import Side
from districts.tests.factories import create_user
from lmi_portal.accounts.models import User
from wellbeing.activities.samples import samples_like
from wellbeing.models import (
    Action,
    Artefact,
    Challenge,
    Charter,
    Decision,
    Idea,
    Priority,
    ResultGroup,
    Step,
    Survey,
    SurveyComment,
    YearlyReport,
)
from wellbeing.reports.figures import figures_of

from .activity_factories import create_activity
from .charters import create_lead
from .factories import (
    co_chair,
    create_charter,
    create_employee,
    create_program,
    create_seat,
    create_survey,
    user_of,
)
from .meetings import approve_as, create_held_meeting, create_meeting

YEAR = 2025
NUMBER = 3


@dataclass
class Person:
    """Who signs in as `user`: of which side, and with which roles in their own district."""

    user: User
    side: str
    roles: set


class Place:
    """A district whose program is under way."""

    def __init__(self):
        self.program = create_program()
        self.seats = {side: create_seat(self.program, side=side) for side in (Side.LABOR, Side.MANAGEMENT)}
        self.charter = create_charter(self.program, version=2, state=Charter.State.DRAFT, in_force_at=None)
        self.planned = create_meeting(self.program)
        self.held = create_held_meeting(self.program)
        self.published = create_held_meeting(self.program)
        for side in self.seats:
            approve_as(side, self.published)
        self._decide()
        self._ask()
        self.employee = create_employee(self.program)
        leads = {"labor_lead": self.seats[Side.LABOR], "management_lead": self.seats[Side.MANAGEMENT]}
        self.activity = create_activity(self.program, **leads)
        today = timezone.localdate()
        days = {"starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=20)}
        self.challenge = Challenge.objects.create(program=self.program, title="Breaks", counted="breaks", **days)
        self.idea = Idea.objects.create(program=self.program, text="A quiet room.", state="open", written_on=today)
        self._report()

    def _report(self):
        now, by = timezone.now(), self.program.begun_by
        written = {"done": "Much.", "next_year": "More.", "drafted_at": now, "drafted_by": by}
        told = {"state": "published", "published_at": now, "figures": figures_of(self.program, YEAR, now=now)}
        YearlyReport.objects.create(program=self.program, school_year=YEAR, **written, **told)

    def _decide(self):
        now, by = timezone.now(), self.program.begun_by
        self.decision = Decision.objects.create(
            meeting=self.held, text="We agree.", way="consensus", is_adopted=True, recorded_at=now, recorded_by=by
        )
        step = Step.objects.create(program=self.program, school_year=YEAR, number=NUMBER)
        self.artefact = Artefact.objects.create(
            step=step, kind="note", title="A note", text="Words.", added_at=now, added_by=by
        )
        held = {"school_year": YEAR, "position": 1, "title": "Rest", "reason": "It was asked for."}
        priority = Priority.objects.create(program=self.program, decision=self.decision, **held)
        self.action = Action.objects.create(
            priority=priority,
            goal="Rest",
            activity="A quiet room",
            labor_owner=self.seats[Side.LABOR],
            management_owner=self.seats[Side.MANAGEMENT],
            due_on=timezone.localdate() + timedelta(days=30),
            measure="It is there.",
        )

    def _ask(self):
        self.draft = create_survey(self.program)
        self.open = create_survey(self.program, state=Survey.State.OPEN)
        earlier = timezone.now() - timedelta(days=40)
        counted = {"counted_at": earlier, "answered": 60, "shared_at": earlier}
        span = {"opens_at": earlier - timedelta(days=9), "closes_at": earlier - timedelta(days=1)}
        self.closed = create_survey(self.program, state=Survey.State.CLOSED, **counted, **span)
        ResultGroup.objects.create(survey=self.closed, people=60, counts={})
        self.comment = SurveyComment.objects.create(survey=self.closed, question="one_change", text="More time.")

    def row(self, name, *, side=""):
        """The row that the page `name` is about, in a state in which there is something to do."""
        if name.startswith("seat_"):
            return self.seats[side or Side.LABOR]
        beginnings = [one for one in _ROWS if name.startswith(one)]
        assert beginnings, f"say in a_world.py which row the address of {name} names"
        return getattr(self, _ROWS[max(beginnings, key=len)])


# Whose row stands in an address, by how the page's name begins; the longest beginning that fits counts.
_ROWS = {
    "meeting": "held",
    "meeting_edit": "planned",
    "meeting_cancel": "planned",
    "decision": "held",
    "artefact": "artefact",
    "minutes": "published",
    "action": "action",
    "survey": "draft",
    "survey_remind": "open",
    "survey_paper": "open",
    "results": "closed",
    "shared": "closed",
    "comment": "closed",
    "employee": "employee",
    "activity": "activity",
    "sign_up": "activity",
    "withdraw": "activity",
    "promotion": "activity",
    "poster": "activity",
    "flyer": "activity",
    "challenge": "challenge",
    "idea": "idea",
}


def value_of(word, name, place, *, side=""):
    """What stands for `word` in the address of the page `name`."""
    fixed = {
        "cd_code": place.program.district.cd_code,
        "version": 1,
        "school_year": YEAR,
        "number": NUMBER,
        "kind": "note",
        "decision_pk": place.decision.pk,
        "comment": place.comment.pk,
    }
    if word == "slug":
        return samples_like()[0].slug
    if name == "charter_ask_again":
        return place.charter.signatories.first().pk
    return fixed[word] if word in fixed else place.row(name, side=side).pk


def people_of(place):
    """{who: Person} with roles in the district of `place`."""
    program = place.program
    labor, management = Side.LABOR, Side.MANAGEMENT
    return {
        "stranger": Person(create_user(), "", set()),
        "employee": Person(user_of(place.employee), "", {"employee"}),
        "labor member": Person(user_of(place.seats[labor]), labor, {"member"}),
        "management member": Person(user_of(place.seats[management]), management, {"member"}),
        "labor co-chair": Person(co_chair(program, labor), labor, {"member", "co_chair"}),
        "management co-chair": Person(co_chair(program, management), management, {"member", "co_chair"}),
        "labor lead": Person(create_lead(program.district, labor), labor, {"lead"}),
        "management lead": Person(create_lead(program.district, management), management, {"lead"}),
    }
