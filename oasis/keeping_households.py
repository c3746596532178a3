"""The deeds that change a household and who may be spoken to there."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .models import Guardian, Household, Student
from .refusing import Refusal
from .row_versions import version_of

OF_HOUSEHOLD = ["name", "address", "language"]
OF_GUARDIAN = ["name", "relation", "phone", "email", "language", "may_be_contacted"]


class CannotKeep(Refusal):
    """Somebody else changed the household or guardian after the page was opened."""


def household_version(household):
    return version_of(household, OF_HOUSEHOLD)


def guardian_version(guardian):
    return version_of(guardian, OF_GUARDIAN)


@transaction.atomic
def change_household(*, student, changes, seen, changed_by, now):
    """Write `changes` to the student's household, or open one; `seen` is its `household_version`, or empty."""
    student = Student.objects.select_for_update().get(pk=student.pk)
    household = student.household or Household(district_id=student.district_id, created_at=now)
    if seen != (household_version(household) if household.pk else ""):
        raise CannotKeep(_("Somebody else changed this household meanwhile. Below is what you typed; look again."))
    changed = _write(household, changes, OF_HOUSEHOLD)
    household.save()
    if student.household_id is None:
        student.household = household
        student.save(update_fields=["household"])
    record(deed="change_household", on=household, by=changed_by, now=now, changes=changed)
    return household


@transaction.atomic
def add_guardian(*, student, values, added_by, now):
    """Put a guardian on file in the student's household, which is opened where there is none."""
    student = Student.objects.select_for_update().get(pk=student.pk)
    if student.household_id is None:
        student.household = Household.objects.create(
            district_id=student.district_id, name=student.family_name, language=student.language, created_at=now
        )
        student.save(update_fields=["household"])
    guardian = Guardian.objects.create(household=student.household, **values)
    record(deed="add_guardian", on=guardian, by=added_by, now=now)
    return guardian


@transaction.atomic
def change_guardian(*, guardian, changes, seen, changed_by, now):
    """Write `changes` to the guardian; raises CannotKeep where `seen` is not its `guardian_version` any more."""
    row = Guardian.objects.select_for_update().get(pk=guardian.pk)
    if guardian_version(row) != seen:
        raise CannotKeep(_("Somebody else changed this guardian meanwhile. Below is what you typed; look again."))
    changed = _write(row, changes, OF_GUARDIAN)
    row.save()
    record(deed="change_guardian", on=row, by=changed_by, now=now, changes=changed)
    return row


def _write(row, changes, names):
    changed = [name for name in names if name in changes and getattr(row, name) != changes[name]]
    for name in changed:
        setattr(row, name, changes[name])
    return {name: ["", "changed"] for name in changed}
