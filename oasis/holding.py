"""Holds: while one stands, nothing of the student, or of the whole district, is destroyed.

Who places a hold and who destroys take turns by the lock of the district's row, so that no purge under way passes a
hold by.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from districts.models import District
from lmi_portal.audit.recording import record

from .models import Hold
from .refusing import Refusal


class CannotLift(Refusal):
    """The hold was lifted before."""


@dataclass(frozen=True)
class Held:
    """What stays: everything of a district, or the students named by pk."""

    is_everything: bool
    students: frozenset


@transaction.atomic
def place_hold(*, district, student=None, reason, legal_request=None, placed_by, now):
    """Keep everything of `student`, or of the whole `district`; a purge under way ends first."""
    _lock(district)
    hold = Hold.objects.create(
        district=district,
        student=student,
        reason=reason,
        legal_request=legal_request,
        placed_at=now,
        placed_by=placed_by,
    )
    record(deed="place_hold", on=hold, by=placed_by, now=now)
    return hold


@transaction.atomic
def lift_hold(*, hold, lifted_by, now):
    """Let the rules of retention run again; raises CannotLift."""
    hold = Hold.objects.select_for_update().get(pk=hold.pk)
    if hold.lifted_at:
        raise CannotLift(_("This hold was lifted before."))
    hold.lifted_at, hold.lifted_by = now, lifted_by
    hold.save(update_fields=["lifted_at", "lifted_by"])
    record(deed="lift_hold", on=hold, by=lifted_by, now=now)
    return hold


def lock_holds(district):
    """What is Held of `district`; no hold is placed there until the caller's transaction ends."""
    _lock(district)
    return held_of(district)


def held_of(district):
    students = list(Hold.objects.standing().filter(district=district).values_list("student", flat=True))
    return Held(is_everything=None in students, students=frozenset(students) - {None})


def _lock(district):
    # Not against rows that name the district: only holds and purges take turns.
    District.objects.select_for_update(no_key=True).get(pk=district.pk)
