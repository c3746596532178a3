"""Both sides call a step done, also at the same moment; each guard with the harm that it keeps away."""

from threading import Barrier

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from districts.models import Side
from lmi_portal.audit.models import Entry
from lmi_portal.tests.at_once import begin_without_a_lock, postgresql, press_at_once
from wellbeing.models import Step
from wellbeing.refusing import CannotDo
from wellbeing.steps import saying_done
from wellbeing.steps.planning import plan_step
from wellbeing.steps.saying_done import take_back_done

from . import paths
from .factories import co_chair, create_program, create_seat, user_of

COMMITMENT = Step.Number.COMMITMENT


def the_step(program, number=COMMITMENT):
    return Step.objects.get(program=program, school_year=paths.this_year(), number=number)


@pytest.mark.django_db
def test_step_is_done_once_both_sides_say_so():
    program = create_program()

    assert paths.say(program, COMMITMENT, Side.LABOR) is False
    assert the_step(program).is_done() is False
    assert paths.say(program, COMMITMENT, Side.MANAGEMENT) is True
    assert the_step(program).is_done() is True


@pytest.mark.django_db
def test_no_step_is_done_while_the_facts_are_missing():
    program = create_program(is_live=False)

    with pytest.raises(CannotDo, match="Still missing: A charter that both sides signed"):
        paths.say(program, COMMITMENT, Side.LABOR)

    assert Step.objects.filter(labor_done_at__isnull=False).count() == 0


@pytest.mark.django_db
def test_one_side_twice_is_not_both():
    program = create_program()

    assert [paths.say(program, COMMITMENT, Side.LABOR) for _ in range(2)] == [False, False]
    assert Entry.objects.filter(deed="say_step_done").count() == 1


@pytest.mark.django_db
def test_member_who_does_not_own_the_step_has_no_word():
    program = create_program()
    member = user_of(create_seat(program))

    with pytest.raises(CannotDo, match="Only the owner of this step or the co-chair"):
        paths.say(program, COMMITMENT, Side.LABOR, by=member)


@pytest.mark.django_db
def test_owner_speaks_for_their_side_alone():
    program = create_program()
    seat = create_seat(program, side=Side.MANAGEMENT)
    Step.objects.create(program=program, school_year=paths.this_year(), number=1, management_owner=seat)

    paths.say(program, COMMITMENT, None, by=user_of(seat))

    assert (the_step(program).labor_done_at, the_step(program).management_done_at is None) == (None, False)


@pytest.mark.django_db
def test_word_is_taken_back_and_the_other_sides_stays():
    program = create_program()
    for side in paths.SIDES:
        paths.say(program, COMMITMENT, side)

    take_back_done(
        program=program,
        school_year=paths.this_year(),
        number=COMMITMENT,
        by=co_chair(program, Side.LABOR),
        now=timezone.now(),
    )

    assert (the_step(program).labor_done_at, the_step(program).management_done_at is None) == (None, False)


@pytest.mark.django_db
def test_year_that_is_over_stays_as_it_is():
    program = create_program()
    Step.objects.create(program=program, school_year=paths.this_year() + 1, number=1)

    with pytest.raises(CannotDo, match="That school year is over"):
        paths.say(program, COMMITMENT, Side.LABOR)


@pytest.mark.django_db
def test_each_side_names_its_own_owner():
    program = create_program()
    theirs, mine = create_seat(program, side=Side.MANAGEMENT), create_seat(program)
    what = {"program": program, "school_year": paths.this_year(), "number": 3, "due_on": None, "now": timezone.now()}

    with pytest.raises(CannotDo, match="Choose somebody of your own side"):
        plan_step(**what, owner=theirs, by=co_chair(program, Side.LABOR))
    step = plan_step(**what, owner=mine, by=co_chair(program, Side.LABOR))

    assert (step.labor_owner, step.management_owner) == (mine, None)


@pytest.mark.django_db
def test_pages_say_done_take_it_back_and_plan():
    program = create_program()
    client = Client()
    client.force_login(co_chair(program, Side.LABOR))
    to = f"/wellbeing/{program.district.cd_code}/steps/{paths.this_year()}/1/"
    day = f"{paths.this_year() + 1}-03-01"
    owner = program.seats.get(side=Side.LABOR)

    assert client.get(f"{to}done/").status_code == 200
    assert Step.objects.filter(labor_done_at__isnull=False).count() == 0
    assert client.post(f"{to}done/").status_code == 302
    assert the_step(program).labor_done_at is not None
    assert client.get(f"{to}undo/").status_code == 200
    assert client.post(f"{to}undo/").status_code == 302
    assert the_step(program).labor_done_at is None
    assert client.post(f"{to}plan/", {"due_on": day, "owner": owner.pk}).status_code == 302
    assert (the_step(program).due_on.isoformat(), the_step(program).labor_owner) == (day, owner)
    too_late = client.post(f"{to}plan/", {"due_on": f"{paths.this_year() + 3}-03-01"})
    assert "Choose a day within the school year." in too_late.content.decode()


def both_at_once(program, *, before=lambda: None):
    """What each side is told, and what came of its deed."""
    told = []
    deeds = [lambda side=side: told.append(paths.say(program, COMMITMENT, side)) for side in paths.SIDES]
    came = press_at_once(deeds, refusals=OperationalError, before=before)
    return came, sorted(told)


@pytest.mark.django_db(transaction=True)
def test_of_two_sides_at_once_the_second_hears_that_it_is_done():
    program = create_program()

    came, told = both_at_once(program)

    assert (came, told) == (["done", "done"], [False, True])
    assert the_step(program).is_done() is True


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_nobody_hears_that_it_is_done(monkeypatch):
    """SQLite's lock is its immediate transaction: without it one of the two gets an error."""
    program = create_program()
    Step.objects.create(program=program, school_year=paths.this_year(), number=COMMITMENT)
    read = Barrier(2)

    def read_without_the_lock(program, *, school_year, number):
        found = Step.objects.get(program=program, school_year=school_year, number=number)
        read.wait(timeout=30)
        return found

    monkeypatch.setattr(saying_done, "lock_step", read_without_the_lock)

    came, told = both_at_once(program, before=begin_without_a_lock)

    if postgresql():
        assert (came, told) == (["done", "done"], [False, False])
    else:
        assert came == ["OperationalError", "done"]
