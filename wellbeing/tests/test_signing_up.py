from datetime import timedelta

import pytest
from django.utils import timezone

from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from lmi_portal.tests.at_once import begin_without_a_lock, postgresql, press_at_once
from wellbeing.activities import signing_up
from wellbeing.activities.keeping_employees import take_off_list
from wellbeing.activities.scheduling import change_activity, open_activity
from wellbeing.activities.signing_up import position_of, sign_up, withdraw
from wellbeing.models import SignUp
from wellbeing.refusing import CannotDo

from .activity_factories import create_activity, fill
from .factories import create_employee, create_program

pytestmark = pytest.mark.django_db


def states(activity):
    return [row.state for row in activity.sign_ups.order_by("signed_up_at", "pk")]


def news():
    return [email.reason.split(":")[0].removeprefix("wellbeing_") for email in Email.objects.order_by("pk")]


def test_the_first_get_the_places_and_the_others_stand_in_line_in_order():
    activity = create_activity(create_program(), capacity=2)

    rows = fill(activity, 4)

    assert states(activity) == ["confirmed", "confirmed", "waitlisted", "waitlisted"]
    assert [position_of(row) for row in rows[2:]] == [1, 2]
    assert news() == ["signed_up", "signed_up", "waitlisted", "waitlisted"]


def test_who_signs_up_twice_keeps_one_place_and_is_told_once():
    program = create_program()
    activity, employee = create_activity(program), create_employee(program)

    rows = [sign_up(activity=activity, employee=employee, now=timezone.now()) for _each in range(2)]

    assert rows[0] == rows[1]
    assert news() == ["signed_up"]


def test_the_first_in_line_moves_up_when_somebody_withdraws():
    activity = create_activity(create_program(), capacity=1)
    first, second, third = fill(activity, 3)

    withdraw(activity=activity, employee=first.employee, now=timezone.now())

    assert states(activity) == ["withdrawn", "confirmed", "waitlisted"]
    third.refresh_from_db()
    assert position_of(third) == 1
    assert news()[3:] == ["promoted"]
    assert Email.objects.latest("pk").address() == second.employee.email


def test_who_comes_back_stands_at_the_end_of_the_line():
    activity = create_activity(create_program(), capacity=1)
    first, second = fill(activity, 2)
    withdraw(activity=activity, employee=first.employee, now=timezone.now())

    again = sign_up(activity=activity, employee=first.employee, now=timezone.now() + timedelta(minutes=1))

    assert (again.state, position_of(again)) == ("waitlisted", 1)
    second.refresh_from_db()
    assert second.state == "confirmed"


def test_more_places_go_to_the_line_in_its_order():
    activity = create_activity(create_program(), capacity=1)
    fill(activity, 4)

    facts = {name: getattr(activity, name) for name in ["title", "starts_at", "ends_at", "place"]}
    change_activity(activity=activity, by=activity.program.begun_by, now=timezone.now(), capacity=3, **facts)

    assert states(activity) == ["confirmed", "confirmed", "confirmed", "waitlisted"]


def test_who_came_back_moves_up_after_those_who_stayed():
    activity = create_activity(create_program(), capacity=1)
    _held, left, stayed = fill(activity, 3)
    withdraw(activity=activity, employee=left.employee, now=timezone.now())
    sign_up(activity=activity, employee=left.employee, now=timezone.now() + timedelta(minutes=1))

    facts = {name: getattr(activity, name) for name in ["starts_at", "ends_at"]}
    change_activity(activity=activity, by=activity.program.begun_by, now=timezone.now(), capacity=2, **facts)

    assert [activity.sign_ups.get(employee=row.employee).state for row in (stayed, left)] == ["confirmed", "waitlisted"]


def test_places_that_are_taken_are_not_taken_away():
    activity = create_activity(create_program(), capacity=3)
    fill(activity, 2)

    facts = {name: getattr(activity, name) for name in ["starts_at", "ends_at"]}
    with pytest.raises(CannotDo, match="2 places are taken already"):
        change_activity(activity=activity, by=activity.program.begun_by, now=timezone.now(), capacity=1, **facts)


def test_nobody_signs_up_for_a_draft_or_once_it_has_begun():
    program = create_program()
    employee = create_employee(program)
    draft, begun = create_activity(program, is_open=False), create_activity(program, starts_in=timedelta(minutes=-5))

    for activity in (draft, begun):
        with pytest.raises(CannotDo):
            sign_up(activity=activity, employee=employee, now=timezone.now())
    assert SignUp.objects.count() == 0


def test_nothing_is_given_back_once_it_has_begun():
    activity = create_activity(create_program(), capacity=1)
    held, _waits = fill(activity, 2)

    with pytest.raises(CannotDo, match="It has begun"):
        withdraw(activity=activity, employee=held.employee, now=activity.starts_at)

    assert states(activity) == ["confirmed", "waitlisted"]


def test_nothing_goes_live_on_one_signature():
    program = create_program(is_live=False)
    activity = create_activity(program, is_open=False)

    with pytest.raises(CannotDo, match="nothing goes live on one signature"):
        open_activity(activity=activity, by=program.begun_by, now=timezone.now())


def test_a_place_of_somebody_who_left_goes_to_the_next():
    activity = create_activity(create_program(), capacity=1)
    first, _second = fill(activity, 2)

    take_off_list(employee=first.employee, by=activity.program.begun_by, now=timezone.now())

    assert states(activity) == ["withdrawn", "confirmed"]


def test_no_audit_entry_tells_of_anybody_s_coming():
    activity = create_activity(create_program(), capacity=1)
    before = Entry.objects.count()

    first, _second = fill(activity, 2)
    withdraw(activity=activity, employee=first.employee, now=timezone.now())

    assert Entry.objects.count() == before


def test_letters_are_sealed_in_the_reader_s_language_and_name_nobody_else():
    program = create_program()
    activity = create_activity(program)

    sign_up(activity=activity, employee=create_employee(program, language="es"), now=timezone.now())

    email = Email.objects.get()
    assert (email.language, email.is_private, email.to.endswith("@sealed.invalid")) == ("es", True, True)
    assert email.facts()["title"] == "Caminata después del trabajo"


def all_at_once(activity, number):
    employees = [create_employee(activity.program) for _each in range(number)]
    deeds = [lambda each=each: sign_up(activity=activity, employee=each, now=timezone.now()) for each in employees]
    return deeds


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one_of_many_who_press_at_once():
    activity = create_activity(create_program(), capacity=1)

    press_at_once(all_at_once(activity, 4), refusals=CannotDo)

    assert sorted(states(activity)) == ["confirmed", "waitlisted", "waitlisted", "waitlisted"]


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_the_last_place_would_go_to_several(monkeypatch):
    from threading import Barrier

    from django.db import OperationalError

    activity = create_activity(create_program(), capacity=1)
    together, left = Barrier(4), signing_up.places_left

    def seen_by_all_before_anybody_writes(of):
        found = left(of)
        together.wait(timeout=60)
        return found

    monkeypatch.setattr(signing_up, "lock_activity", lambda row: type(row).objects.get(pk=row.pk))
    monkeypatch.setattr(signing_up, "places_left", seen_by_all_before_anybody_writes)
    press_at_once(all_at_once(activity, 4), refusals=(CannotDo, OperationalError), before=begin_without_a_lock)

    # SQLite lets one writer through and turns away those who read before it wrote.
    assert states(activity) == (["confirmed"] * 4 if postgresql() else ["confirmed"])
