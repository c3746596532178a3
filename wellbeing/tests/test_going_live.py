"""Nothing reaches employees on one side's signature: every deed either asks first or stays within the committee."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from districts.models import Side
from lmi_portal.tests.deeds import DEEDS_OF
from wellbeing.activities import scheduling, suggesting
from wellbeing.going_live import refuse_unless_live
from wellbeing.models import Idea, Program
from wellbeing.refusing import CannotDo
from wellbeing.reports import publishing
from wellbeing.reports.writing import write_report
from wellbeing.surveys import opening

from . import survey_factories
from .activity_factories import create_activity
from .charters import create_offered, sign
from .factories import co_chair, create_seat

ROOT = Path(__file__).resolve().parent.parent.parent

# What employees would see, or be asked.
ASKS_FIRST = {
    "surveys.opening.open_survey",
    "surveys.sharing.approve_sharing",
    "committee.publishing.approve_minutes",
    "activities.challenging.add_entry",
    "activities.scheduling.open_activity",
    "activities.signing_up.sign_up",
    "activities.suggesting.write_idea",
    "activities.voting.vote_for",
    "reports.publishing.offer_report",
}
# They need what one of those above has brought about: an open survey or activity, a report that was offered.
COMES_AFTER = {
    "activities.arriving",
    "activities.reminding",
    "activities.signing_up",
    "activities.suggesting",
    "reports.highlighting",
    "reports.publishing",
    "surveys.answering",
    "surveys.closing",
    "surveys.counting",
    "surveys.handing_out",
    "surveys.inviting",
    "surveys.mixing",
    "surveys.moderating",
    "surveys.sharing",
    "surveys.telling",
}
# Leads, committee and signatories among themselves; no employee sees what they make.
STAYS_INSIDE = {
    "activities.challenging",
    "activities.copying",
    "activities.keeping_employees",
    "activities.scheduling",
    "charter.beginning",
    "charter.drafting",
    "charter.offering",
    "charter.signatories",
    "charter.signing",
    "committee.deciding",
    "committee.minuting",
    "committee.planning",
    "committee.publishing",
    "committee.seating",
    "reach.freezing",
    "reach.headcounting",
    "reports.writing",
    "surveys.drafting",
    "surveys.opening",
    "steps.acting",
    "steps.adopting",
    "steps.answering",
    "steps.keeping",
    "steps.planning",
    "steps.reminding",
    "steps.renewing",
    "steps.saying_done",
}


def modules():
    """Each module of deeds as “surveys.opening”."""
    return {
        f"{package.removeprefix('wellbeing.')}.{module}"
        for package, names in DEEDS_OF.items()
        if package.startswith("wellbeing.")
        for module in names
    }


def deeds_that_ask():
    return {
        f"{module}.{deed.name}"
        for module in modules()
        for deed in ast.parse((ROOT / "wellbeing" / f"{module.replace('.', '/')}.py").read_text()).body
        if isinstance(deed, ast.FunctionDef) and _asks(deed)
    }


def _asks(deed):
    calls = [node.func for node in ast.walk(deed) if isinstance(node, ast.Call)]
    return refuse_unless_live.__name__ in {call.id for call in calls if isinstance(call, ast.Name)}


def test_each_deed_that_reaches_employees_asks_whether_both_sides_signed():
    assert deeds_that_ask() == ASKS_FIRST


def test_each_module_of_deeds_is_sorted_here():
    """A new one shows first here: does it reach an employee?"""
    asking = {deed.rsplit(".", 1)[0] for deed in ASKS_FIRST}

    assert modules() - COMES_AFTER - STAYS_INSIDE - asking == set()
    assert (COMES_AFTER | STAYS_INSIDE | asking) - modules() == set()


@pytest.fixture
def program():
    """One whose superintendent has signed and whose presidents have not, with both co-chairs."""
    charter = create_offered()
    sign(charter.signatories.get(capacity="superintendent"))
    for side in (Side.LABOR, Side.MANAGEMENT):
        create_seat(charter.program, side=side, is_co_chair=True)
    return Program.objects.get(pk=charter.program_id)


def open_survey(program):
    survey = survey_factories.draft(program)
    survey_factories.approve(survey)
    opening.open_survey(survey=survey, by=co_chair(program, Side.LABOR), now=timezone.now())


def open_activity(program):
    create_activity(program, starts_in=timedelta(days=2))


def write_idea(program):
    suggesting.write_idea(program=program, text="A quiet room.", now=timezone.now())


def offer_report(program):
    told = {"by": co_chair(program, Side.LABOR), "now": timezone.now()}
    texts = {"done": "Much.", "learned": "", "next_year": "More.", "highlight": ""}
    report = write_report(program=program, school_year=2025, texts=texts, **told)
    publishing.offer_report(report=report, **told)


DEEDS = {
    "survey": (open_survey, opening),
    "activity": (open_activity, scheduling),
    "idea": (write_idea, suggesting),
    "report": (offer_report, publishing),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", DEEDS)
def test_on_one_sides_signature_nothing_goes_out(program, what):
    deed, _module = DEEDS[what]

    with pytest.raises(CannotDo, match="nothing goes live on one signature"):
        deed(program)


@pytest.mark.django_db
@pytest.mark.parametrize("what", DEEDS)
def test_control_without_the_question_it_would(program, what, monkeypatch):
    deed, module = DEEDS[what]
    monkeypatch.setattr(module, "refuse_unless_live", lambda program: None)

    deed(program)

    assert not program.is_live()


@pytest.mark.django_db
def test_with_the_last_signature_it_does(program):
    for signatory in program.charters.get().signatories.filter(signature__isnull=True):
        sign(signatory)

    write_idea(program)

    assert Idea.objects.count() == 1
