"""Two units of a district that are one: what its well-being program makes of it."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from districts import merging
from districts.merging import merge_organizations
from districts.models import BargainingUnit, Organization
from districts.tests.factories import create_unit
from lmi_portal.accounts.tests.factories import create_user
from lmi_portal.merging import CannotMerge
from wellbeing.models import Charter, Headcount, ReachFigures, Shift, Survey

from .factories import create_charter, create_employee, create_program, create_seat, create_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    """One without a charter, whose certificated unit is on file twice."""
    program = create_program(is_live=False)
    create_unit(program.district, kind=BargainingUnit.Kind.CERTIFICATED)
    return program


def two_of(program):
    return list(program.district.units.filter(kind="certificated").order_by("pk"))


def merge(program):
    keep, gone = [unit.organization for unit in two_of(program)]
    return merge_organizations(keep=keep, gone=gone, merged_by=create_user(), now=timezone.now())


def count(program, unit, employees, *, shift=Shift.DAY):
    return Headcount.objects.create(program=program, school_year=2026, unit=unit, shift=shift, employees=employees)


def test_headcounts_are_added_up_and_people_move(program):
    keep, gone = two_of(program)
    count(program, keep, 20)
    count(program, gone, 30)
    count(program, gone, 7, shift=Shift.NIGHT)
    employee, seat = create_employee(program, unit=gone), create_seat(program, unit=gone)

    merge(program)

    rows = Headcount.objects.order_by("employees").values_list("unit", "shift", "employees")
    assert list(rows) == [(keep.pk, "night", 7), (keep.pk, "day", 50)]
    for row in (employee, seat):
        row.refresh_from_db()
    assert (employee.unit, seat.unit) == (keep, keep)


def test_control_without_the_rule_two_headcounts_stop_the_database(program, monkeypatch):
    monkeypatch.setattr(merging, "_rules_of_apps", [])
    for unit in two_of(program):
        count(program, unit, 20)

    with pytest.raises(IntegrityError):
        merge(program)


def test_a_charter_that_names_both_presidents_keeps_both_units(program):
    create_charter(program)

    with pytest.raises(CannotMerge, match="the presidents of both units are named in version 1"):
        merge(program)

    assert Organization.objects.filter(units__in=two_of(program)).count() == 2


def test_a_charter_that_names_one_of_them_names_the_other_from_now_on(program):
    keep, _gone = two_of(program)
    charter = create_charter(program, state=Charter.State.DRAFT)
    charter.signatories.filter(unit=keep).delete()

    merge(program)

    assert charter.signatories.filter(unit=keep).count() == 1


@pytest.mark.parametrize(
    ("counted", "why"),
    [
        (
            lambda program: create_survey(program, state=Survey.State.OPEN),
            "a survey of its well-being program was opened",
        ),
        (
            lambda program: ReachFigures.objects.create(
                program=program,
                school_year=2026,
                through_on="2026-10-31",
                counted_at=timezone.now(),
                figures={},
                held={},
            ),
            "the reach of its well-being program was counted",
        ),
    ],
    ids=["survey", "reach"],
)
def test_units_by_which_something_was_counted_stay_apart(program, counted, why):
    counted(program)

    with pytest.raises(CannotMerge, match=why):
        merge(program)


def test_a_survey_that_is_being_written_stops_nothing(program):
    create_survey(program)

    merge(program)

    assert len(two_of(program)) == 1
