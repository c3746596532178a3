"""What is typed wrong is told in a sentence at its field, before any constraint of the database has to say it."""

from datetime import date

import pytest

from districts.models import Side
from wellbeing.activities.forms.activities import ActivityForm
from wellbeing.activities.forms.challenges import ChallengeForm
from wellbeing.activities.forms.employees import EmployeeForm
from wellbeing.charter.forms import AskAgainForm, SignatoriesForm
from wellbeing.charter.signatories import places_of
from wellbeing.committee.forms import SeatForm
from wellbeing.steps.forms import ARTEFACT_FORMS, ActionForm, PrioritiesForm, ReadinessForm

from .factories import create_program

pytestmark = pytest.mark.django_db
LINK, NAME = "See http://example.com", "Ana O'Brien-Núñez"
NO_NAME = "Write a name alone, without a web address or line breaks."


def name_forms(program):
    """(form for what is typed, its field of a name): letters greet by each of these names."""
    places = places_of(program.district)
    units = program.district.units.all()
    return {
        "seat": (lambda data: SeatForm(data, program=program, side=Side.LABOR), "name"),
        "signatory": (lambda data: SignatoriesForm(data, places=places, people={}), f"{places[0].key}-name"),
        "asked again": (AskAgainForm, "name"),
        "employee": (lambda data: EmployeeForm(data, units=units), "name"),
    }


@pytest.mark.parametrize("which", ["seat", "signatory", "asked again", "employee"])
def test_no_name_carries_a_web_address(which):
    form_of, field = name_forms(create_program())[which]

    assert form_of({field: LINK}).errors[field] == [NO_NAME]
    assert field not in form_of({field: NAME}).errors


def form_with(form_class, data):
    program = create_program()
    if form_class is ActionForm:
        return ActionForm(data, program=program, school_year=2026)
    return form_class(data, program=program) if form_class is ActivityForm else form_class(data)


@pytest.mark.parametrize(
    ("form_class", "data", "told"),
    [
        (ActionForm, {"budget": "-1"}, {"budget": ["Ensure this value is greater than or equal to 0."]}),
        (ActionForm, {"spent": "-1"}, {"spent": ["Ensure this value is greater than or equal to 0."]}),
        (ActionForm, {"due_on": "1990-01-01"}, {"due_on": ["Choose a day of this school year or the next."]}),
        (ActivityForm, {"cost": "-5"}, {"cost": ["Ensure this value is greater than or equal to 0."]}),
        (
            ChallengeForm,
            {"starts_on": "2026-11-22", "ends_on": "2026-11-20"},
            {"ends_on": ["It ends on the day it starts, or later."]},
        ),
    ],
    ids=["budget", "spent", "due", "cost", "challenge"],
)
def test_what_cannot_be_is_told_at_its_field(form_class, data, told):
    errors = form_with(form_class, data).errors

    assert {name: errors[name] for name in told} == told
    assert not [text for name in errors for text in errors[name] if "Constraint" in text]


def test_an_action_may_run_into_the_next_school_year():
    form = form_with(ActionForm, {"due_on": "2028-06-30"})

    assert "due_on" not in form.errors
    assert form.cleaned_data["due_on"] == date(2028, 6, 30)


def test_no_page_is_flooded_by_one_text():
    program = create_program()
    long = dict.fromkeys(("text", "heard", "says", "reason_1"), "z" * 5001)

    forms = [form_class(long) for form_class in ARTEFACT_FORMS.values()]
    forms += [PrioritiesForm(long, program=program, school_year=2026)]

    assert [bool(form.errors.keys() & long.keys()) for form in forms] == [True] * len(forms)


def test_the_readiness_check_asks_to_choose_and_repeats_no_statement():
    assert {text for texts in ReadinessForm({}).errors.values() for text in texts} == {"Choose one of the four."}
