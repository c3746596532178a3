from datetime import date
from threading import Event, Thread

import pytest
from django.db import connection
from django.utils import timezone

from lmi_portal.tests.at_once import postgresql
from oasis import destroying, holding
from oasis.destroying import destroy_due
from oasis.holding import CannotLift, held_of, lift_hold, place_hold
from oasis.models import Note

from .factories import create_assignment, create_site, create_student
from .test_destroying import NOW, OF_2025, create_note


@pytest.fixture
def ended():
    return create_site(program_ended_on=date(2029, 1, 2))


@pytest.mark.django_db
def test_a_hold_is_lifted_once_and_others_stay():
    student, by = create_student(), create_assignment().user
    told = {"district": student.district, "student": student, "placed_by": by, "now": timezone.now()}
    first, _second = place_hold(reason="Case 12", **told), place_hold(reason="Audit", **told)

    lift_hold(hold=first, lifted_by=by, now=timezone.now())

    assert held_of(student.district).students == {student.pk}
    with pytest.raises(CannotLift):
        lift_hold(hold=first, lifted_by=by, now=timezone.now())


def purge_while_a_hold_is_placed(ended, monkeypatch):
    """Whether the hold stood before the purge, which was under way, had ended; and how many notes are left."""
    student, official = create_student(site=ended), create_assignment(site=ended).user
    create_note(student, written_at=OF_2025)
    chosen, placed, ended_first = Event(), Event(), []

    def place():
        chosen.wait(10)
        try:
            place_hold(district=student.district, student=student, reason="Case 12", placed_by=official, now=NOW)
        finally:
            placed.set()
            connection.close()

    due_notes = destroying.due_notes

    def slowly(*args, **kwargs):
        found = {kind: rows._chain() for kind, rows in due_notes(*args, **kwargs).items()}
        chosen.set()
        ended_first.append(not placed.wait(1))
        return found

    monkeypatch.setattr(destroying, "due_notes", slowly)
    thread = Thread(target=place)
    thread.start()
    list(destroy_due(now=NOW))
    thread.join()
    return not ended_first[0], Note.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_hold_waits_for_the_purge_that_is_under_way(ended, monkeypatch):
    was_passed_by, left = purge_while_a_hold_is_placed(ended, monkeypatch)

    assert (was_passed_by, left) == (False, 0)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_a_held_note_is_destroyed(ended, monkeypatch):
    if not postgresql():
        pytest.skip("On SQLite one transaction alone writes at a time, lock or no lock.")
    monkeypatch.setattr(holding, "_lock", lambda district: None)

    was_passed_by, left = purge_while_a_hold_is_placed(ended, monkeypatch)

    assert (was_passed_by, left) == (True, 0)
