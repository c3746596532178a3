"""Who signs up at the very moment of being taken off the list holds no place afterwards."""

from threading import Event

import pytest
from django.db import OperationalError
from django.utils import timezone

from districts.models import Side
from lmi_portal.tests.at_once import begin_without_a_lock, postgresql, press_at_once
from wellbeing.activities import signing_up
from wellbeing.activities.keeping_employees import take_off_list
from wellbeing.models import Employee, SignUp
from wellbeing.refusing import CannotDo

from .activity_factories import create_activity
from .factories import co_chair, create_employee, create_program


def create_employee_and_activity():
    program = create_program()
    return create_employee(program), create_activity(program, capacity=1)


def deeds_of(employee, activity):
    """Signing up, and being taken off the list."""
    by = co_chair(activity.program, Side.LABOR)
    return [
        lambda: signing_up.sign_up(activity=activity, employee=employee, now=timezone.now()),
        lambda: take_off_list(employee=employee, by=by, now=timezone.now()),
    ]


def held():
    return SignUp.objects.exclude(state=SignUp.State.WITHDRAWN).count()


@pytest.mark.django_db
def test_who_was_taken_off_since_their_page_was_opened_gets_no_place():
    employee, activity = create_employee_and_activity()
    sign_up, take_off = deeds_of(employee, activity)
    take_off()

    with pytest.raises(CannotDo, match="not on the list of employees any more"):
        sign_up()


@pytest.mark.django_db(transaction=True)
def test_both_at_once_leave_no_place_held():
    employee, activity = create_employee_and_activity()

    seen = press_at_once(deeds_of(employee, activity), refusals=CannotDo)

    assert (seen in (["done", "done"], ["CannotDo", "done"]), held()) == (True, 0)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_somebody_off_the_list_holds_the_place(monkeypatch):
    """SQLite turns away who read before another wrote; on PostgreSQL the place is held for nobody."""
    employee, activity = create_employee_and_activity()
    sign_up, take_off = deeds_of(employee, activity)
    was_read, is_off = Event(), Event()

    def read_without_the_lock(one):
        found = Employee.objects.get(pk=one.pk)
        was_read.set()
        is_off.wait(timeout=60)
        return found

    def take_off_in_between():
        was_read.wait(timeout=60)
        take_off()
        is_off.set()

    monkeypatch.setattr(signing_up, "lock_employee", read_without_the_lock)
    press_at_once([sign_up, take_off_in_between], refusals=OperationalError, before=begin_without_a_lock)

    assert (Employee.objects.get().is_current, held()) == (False, 1 if postgresql() else 0)
