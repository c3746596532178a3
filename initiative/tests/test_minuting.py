from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from districts.tests.factories import create_user
from initiative.minuting import CannotMinute, approve_minutes, mark_of, supersede_minutes
from initiative.models import Meeting
from lmi_portal.audit.models import Entry

from .committee_factories import create_meeting

pytestmark = pytest.mark.django_db


def approve(meeting, *, on=None, read=None, by=None):
    now = timezone.now()
    read = mark_of(meeting) if read is None else read
    return approve_minutes(
        meeting=meeting, approved_on=on or timezone.localdate(), read=read, by=by or create_user(), now=now
    )


def test_approval_is_recorded_with_its_day_and_no_word_of_the_minutes():
    meeting, secretary = create_meeting(), create_user()

    approve(meeting, by=secretary)

    entry = Entry.objects.get(deed="approve_minutes")
    assert Meeting.objects.get().minutes_approved_on == timezone.localdate()
    assert (entry.done_by, entry.changes) == (secretary, {"minutes_approved_on": [None, str(timezone.localdate())]})
    assert "secret" not in f"{entry.subject_label} {entry.changes}"


@pytest.mark.parametrize(
    ("fields", "on", "sentence"),
    [
        ({"minutes": " \n"}, 0, "There are no minutes to approve yet."),
        ({"on": timezone.localdate() + timedelta(days=2)}, 0, "This meeting is still to come."),
        ({}, 1, "This day is still to come."),
        ({}, -8, "The committee cannot have approved them before the meeting."),
    ],
    ids=["nothing-written", "to-come", "later", "before-the-meeting"],
)
def test_approval_is_refused_in_a_sentence(fields, on, sentence):
    meeting = create_meeting(**fields)

    with pytest.raises(CannotMinute) as refusal:
        approve(meeting, on=timezone.localdate() + timedelta(days=on))

    assert str(refusal.value) == sentence
    assert Meeting.objects.get().minutes_approved_on is None


def test_minutes_are_approved_once():
    meeting = create_meeting(approved_by=create_user())

    with pytest.raises(CannotMinute, match="approved already"):
        approve(meeting)


def test_nobody_approves_what_they_have_not_read():
    meeting = create_meeting()
    read = mark_of(meeting)
    Meeting.objects.update(minutes="Other minutes")

    with pytest.raises(CannotMinute, match="read them again"):
        approve(meeting, read=read)

    assert Meeting.objects.get().minutes_approved_on is None


def test_control_the_same_minutes_have_the_same_mark():
    meeting = create_meeting()

    assert mark_of(meeting) == mark_of(Meeting.objects.get())


def test_database_takes_no_approval_of_empty_minutes():
    meeting = create_meeting(minutes="")
    meeting.minutes_approved_on = timezone.localdate()

    with pytest.raises(IntegrityError, match="approved_minutes_are_written"):
        meeting.save()


def test_note_supersedes_and_leaves_the_minutes_as_they_were():
    meeting, secretary = create_meeting(approved_by=create_user()), create_user()

    note = supersede_minutes(meeting=meeting, text="It was Tuesday.", by=secretary, now=timezone.now())

    assert (note.text, note.written_by) == ("It was Tuesday.", secretary)
    assert Meeting.objects.get().minutes == "The secret minutes"
    assert Entry.objects.get(deed="supersede_minutes").changes == {}


def test_note_is_refused_until_minutes_are_approved():
    with pytest.raises(CannotMinute, match="not approved yet"):
        supersede_minutes(meeting=create_meeting(), text="No.", by=create_user(), now=timezone.now())
