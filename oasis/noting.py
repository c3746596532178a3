"""Notes on a student: written once, counseling notes by credentialed counselors alone."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .models import Note, Student
from .refusing import Refusal
from .signers import credential_for_statement


class CannotNote(Refusal):
    """A note cannot be written as asked."""


def kinds_open_to(reach, student):
    """The kinds of note that the person may write on `student`: none by consent alone, counseling by a counselor."""
    if not _sees_by_right(reach, student):
        return []
    counsels = credential_for_statement(reach.user, student, on=reach.on)
    return [Note.Kind.CASE, *([Note.Kind.COUNSELING] if counsels else [])]


@transaction.atomic
def write_note(*, reach, student, kind, text, now, referral=None):
    """Write a note; raises CannotNote for a kind that is not open to the person.

    What a student tells a counselor in confidence is kept apart from the record, and for counselors alone (Education
    Code § 49602).
    """
    if kind not in kinds_open_to(reach, student):
        raise CannotNote(_("Only a credentialed counselor of the school writes counseling notes."), field="kind")
    note = Note.objects.create(
        student=student, referral=referral, kind=kind, text=text.strip(), written_at=now, written_by=reach.user
    )
    # Not that it is a counseling note: the audit trail is read by others.
    record(deed="write_note", on=note, by=reach.user, now=now)
    return note


def _sees_by_right(reach, student):
    by_right = reach.by_right()
    # A query for those alone who see some by right and others by consent.
    if by_right.assignments and by_right != reach:
        return Student.objects.within(by_right).filter(pk=student.pk).exists()
    return bool(by_right.assignments)


def is_for_counselors(notes):
    """Whether one of `notes` is no part of what a family's report tells."""
    return any(note.kind == Note.Kind.COUNSELING or (note.referral and note.referral.is_confidential) for note in notes)


def notes_of(reach, student, *, before=None, most):
    """The newest `most` Notes that the person may read, those with a smaller pk than `before`."""
    notes = Note.objects.within(reach).filter(student=student).select_related("written_by", "referral")
    if before:
        notes = notes.filter(pk__lt=before)
    return list(notes.order_by("-pk")[:most])
