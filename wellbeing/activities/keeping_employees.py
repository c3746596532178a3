"""The list of employees, by which a program writes to people: kept by the committee, with nothing on their health."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from wellbeing.models import Employee, Program, Worksite
from wellbeing.refusing import CannotDo

from .employee_file import read_employees
from .signing_up import lock_employee, release_places
from .worksites import worksite_named

AT_ONCE = 500
FIELDS = ["name", "unit_id", "job_class", "shift", "worksite_id", "language", "is_current"]


@dataclass
class Outcome:
    """What taking a list in does: how many are new, changed or as before, and the keys of who is on it no more."""

    added: int = 0
    changed: int = 0
    same: int = 0
    gone: list = field(default_factory=list)

    @property
    def mark(self):
        return f"{self.added}-{self.changed}-{self.same}-{len(self.gone)}"


@transaction.atomic
def add_employee(*, program, email, by, now, worksite_name="", **fields):
    """Put somebody on the list, or back on it. Raises CannotDo where they are on it."""
    known = program.employees.select_for_update().filter(email=email.lower()).first()
    if known and known.is_current:
        raise CannotDo(_("Somebody with this address is on the list already."), field="email")
    employee = known or Employee(program=program, email=email.lower())
    _write(employee, fields | {"is_current": True, "worksite": worksite_named(program, worksite_name)})
    record(deed="add_employee", on=employee, by=by, now=now)
    return employee


@transaction.atomic
def change_employee(*, employee, by, now, email, worksite_name="", **fields):
    """Change what is said of somebody; returns their row.

    Another address is another row, with nothing of the old one: by an address people read what they signed up for, so
    whoever keeps the list would else read it by their own. Raises CannotDo where the address is somebody else's.
    """
    employee = lock_employee(employee)
    if email.lower() != employee.email:
        if employee.program.employees.current().filter(email=email.lower()).exists():
            raise CannotDo(_("Somebody else has this address."), field="email")
        take_off_list(employee=employee, by=by, now=now)
        facts = fields | {"worksite_name": worksite_name}
        return add_employee(program=employee.program, email=email, by=by, now=now, **facts)
    _write(employee, fields | {"worksite": worksite_named(employee.program, worksite_name)})
    record(deed="change_employee", on=employee, by=by, now=now)
    return employee


@transaction.atomic
def take_off_list(*, employee, by, now):
    """Somebody works here no more: nothing reaches them, and their places ahead go to others."""
    employee = lock_employee(employee)
    _write(employee, {"is_current": False})
    record(deed="take_off_list", on=employee, by=by, now=now)
    release_places(program=employee.program, now=now)


def outcome_of(*, program, table, is_whole):
    """What `import_employees` would do now. Raises CannotRead (lmi_portal.tables.problems)."""
    rows = list(read_employees(table, units=_units(program)))
    return _compare(program, rows, _worksites(program), is_whole)[0]


@transaction.atomic
def import_employees(*, program, table, is_whole, by, now):
    """Take a list in, whole or not at all; returns its Outcome. Raises CannotRead.

    Rows are found by their address. With `is_whole`, who is not in it is taken off the list.
    """
    Program.objects.select_for_update().get(pk=program.pk)
    rows = list(read_employees(table, units=_units(program)))
    worksites = _worksites(program)
    names = {row.worksite.casefold(): row.worksite for row in rows if row.worksite}
    lacking = [name for key, name in names.items() if key not in worksites]
    Worksite.objects.bulk_create([Worksite(program=program, name=name) for name in lacking])
    outcome, employees = _compare(program, rows, _worksites(program), is_whole)
    Employee.objects.bulk_create(
        employees,
        update_conflicts=True,
        unique_fields=["program", "email"],
        update_fields=[name.removesuffix("_id") for name in FIELDS],
        batch_size=AT_ONCE,
    )
    for start in range(0, len(outcome.gone), AT_ONCE):
        Employee.objects.filter(pk__in=outcome.gone[start : start + AT_ONCE]).update(is_current=False)
    # After all of them: locks of employees come before those of activities.
    release_places(program=program, now=now)
    changes = {"added": [None, outcome.added], "changed": [None, outcome.changed], "gone": [None, len(outcome.gone)]}
    record(deed="import_employees", on=program, by=by, now=now, changes=changes)
    return outcome


def _compare(program, rows, worksites, is_whole):
    """The Outcome, and the Employees to write."""
    known = {employee.email: employee for employee in program.employees.order_by()}
    outcome, employees = Outcome(), []
    for row in rows:
        before = known.get(row.email)
        employee = _employee(program, row, worksites, before)
        if before is None or not before.is_current:
            outcome.added += 1
        elif _facts(before) != _facts(employee) or (row.worksite and row.worksite.casefold() not in worksites):
            outcome.changed += 1
        else:
            outcome.same += 1
            continue
        employees.append(employee)
    listed = {row.email for row in rows}
    if is_whole:
        outcome.gone = [each.pk for each in known.values() if each.is_current and each.email not in listed]
    return outcome, employees


def _employee(program, row, worksites, before):
    """What the file has no column for stays as it was `before`."""
    before = before or Employee()
    return Employee(
        program=program,
        name=row.name,
        email=row.email,
        unit_id=row.unit,
        job_class=row.job_class,
        shift=row.shift,
        worksite_id=before.worksite_id if row.worksite is None else worksites.get(row.worksite.casefold()),
        language=row.language or before.language,
    )


def _facts(employee):
    return [getattr(employee, name) for name in FIELDS]


def _units(program):
    return list(program.district.units.select_related("organization"))


def _worksites(program):
    return {name.casefold(): pk for pk, name in program.worksites.values_list("pk", "name")}


def _write(employee, fields):
    for name, value in fields.items():
        setattr(employee, name, value)
    employee.save()
