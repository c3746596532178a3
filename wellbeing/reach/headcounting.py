"""Writing down how many employees a district has, by unit and shift."""

from django.db import transaction

from lmi_portal.audit.recording import record
from wellbeing.models import Headcount, Program


@transaction.atomic
def set_headcounts(*, program, school_year, numbers, by, now):
    """Make `numbers` {(unit or None, shift): employees or None} the headcounts of a year; None leaves one out."""
    program = Program.objects.select_for_update().get(pk=program.pk)
    before = {(row.unit_id, row.shift): row for row in program.headcounts.filter(school_year=school_year)}
    changes = {}
    for (unit, shift), employees in numbers.items():
        key = (unit.pk if unit else None, shift)
        row = before.get(key)
        was = row.employees if row else None
        if was == employees:
            continue
        changes[f"{unit or '–'} · {shift}"] = [was, employees]
        if employees is None:
            row.delete()
        else:
            Headcount.objects.update_or_create(
                program=program, school_year=school_year, unit=unit, shift=shift, defaults={"employees": employees}
            )
    if changes:
        record(deed="set_headcounts", on=program, by=by, now=now, changes=changes)
    return changes
