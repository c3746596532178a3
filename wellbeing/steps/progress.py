"""How far a year's path has come: what the portal's own records show, beside what people say."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from districts.models import Side
from wellbeing.committee.quorum import quorum_at
from wellbeing.models import (
    Activity,
    CommitteeMeeting,
    MeetingAttendance,
    Step,
    Survey,
    YearlyReport,
)

from .guide import StepGuide, guide, statements
from .years import moments_of, steps_of

Number = Step.Number
PRIORITIES_AT_LEAST, PRIORITIES_AT_MOST = 2, 4


@dataclass(frozen=True)
class Fact:
    """Something that must be on record before a step can be done."""

    text: str
    is_met: bool


@dataclass(frozen=True)
class Progress:
    """One step as the path shows it; `said_by` are the sides that say it is done."""

    step: Step
    guide: StepGuide
    facts: list
    is_next: bool = False
    is_overdue: bool = False
    said_by: list = field(default_factory=list)

    @property
    def is_done(self):
        return self.step.is_done()

    @property
    def has_facts(self):
        return all(fact.is_met for fact in self.facts)

    @property
    def missing(self):
        return [fact.text for fact in self.facts if not fact.is_met]


def progress_of(program, *, school_year, now):
    """The eight Progress rows of a year; the first step that is not done is the next one."""
    facts = facts_of(program, school_year=school_year, now=now)
    steps, today = steps_of(program, school_year), timezone.localdate(now)
    following = next((step.number for step in steps if not step.is_done()), None)
    return [
        Progress(
            step=step,
            guide=guide()[step.number],
            facts=facts[step.number],
            is_next=step.number == following,
            is_overdue=step.due_on is not None and step.due_on < today and not step.is_done(),
            said_by=sides_that_say_done(step),
        )
        for step in steps
    ]


def sides_that_say_done(step):
    said = {Side.LABOR: step.labor_done_at, Side.MANAGEMENT: step.management_done_at}
    return [side for side, at in said.items() if at]


def facts_of(program, *, school_year, now):
    """{number: [Fact]}: what the records show of each step in a year."""
    since, until = moments_of(school_year)
    return {
        Number.COMMITMENT: [Fact(_("A charter that both sides signed is in force."), program.is_live())],
        Number.COMMITTEE: _committee_facts(program, since, until),
        Number.READINESS: _readiness_facts(program, school_year),
        Number.LISTEN: [
            Fact(
                _("A survey was counted this school year."),
                Survey.objects.counted().filter(program=program, counted_at__gte=since, counted_at__lt=until).exists(),
            )
        ],
        **_plan_facts(program, school_year),
        Number.RUN: [Fact(_("An activity took place this school year."), _has_run(program, since, until, now))],
        Number.RENEW: [
            Fact(
                _("The yearly report is published, approved by both co-chairs."),
                program.reports.filter(school_year=school_year, state=YearlyReport.State.PUBLISHED).exists(),
            )
        ],
    }


def _committee_facts(program, since, until):
    seated = set(program.seats.co_chairs().values_list("side", flat=True))
    there = MeetingAttendance.objects.filter(meeting=OuterRef("pk"))
    # The first of them settles it nearly always.
    held = program.meetings.filter(
        Exists(there.filter(seat__side=Side.LABOR)),
        Exists(there.filter(seat__side=Side.MANAGEMENT)),
        state=CommitteeMeeting.State.HELD,
        starts_at__gte=since,
        starts_at__lt=until,
    )
    return [
        Fact(_("Both sides have their co-chair."), seated == {Side.LABOR, Side.MANAGEMENT}),
        Fact(
            _("A meeting was held this school year with a quorum of both sides."),
            any(quorum_at(meeting).is_met for meeting in held),
        ),
    ]


def _readiness_facts(program, school_year):
    answers = program.readiness.filter(school_year=school_year, statement__in=statements())
    counts = dict(answers.order_by().values_list("side").annotate(Count("pk")))
    labor, management = (counts.get(side, 0) == len(statements()) for side in (Side.LABOR, Side.MANAGEMENT))
    return [
        Fact(_("Labor has answered the readiness check."), labor),
        Fact(_("Management has answered the readiness check."), management),
    ]


def _plan_facts(program, school_year):
    counts = program.priorities.filter(school_year=school_year).order_by().annotate(count=Count("actions"))
    counts = list(counts.values_list("count", flat=True))
    said = ngettext(
        "Two to four priorities are adopted; %(count)d is so far.",
        "Two to four priorities are adopted; %(count)d are so far.",
        len(counts),
    )
    return {
        Number.PRIORITIES: [
            Fact(said % {"count": len(counts)}, PRIORITIES_AT_LEAST <= len(counts) <= PRIORITIES_AT_MOST)
        ],
        Number.PLAN: [Fact(_("Every priority has an action."), bool(counts) and all(counts))],
    }


def _has_run(program, since, until, now):
    return program.activities.filter(
        state=Activity.State.OPEN, starts_at__gte=since, starts_at__lt=until, ends_at__lte=now
    ).exists()
