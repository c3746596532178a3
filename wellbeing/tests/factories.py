from datetime import timedelta
from itertools import count

from django.utils import timezone

from districts.models import BargainingUnit, Side
from districts.tests.factories import create_district, create_unit
from lmi_portal.accounts.tests.factories import create_user
from wellbeing.models import (
    Charter,
    CommitteeSeat,
    Employee,
    JobClass,
    Program,
    Shift,
    Signatory,
    Signature,
    Survey,
    Worksite,
)

_number = count(1)
Kind = BargainingUnit.Kind


def create_program(*, district=None, is_live=True, with_co_chairs=True, **fields):
    """A program of a district with a certificated and a classified unit, live and with both co-chairs unless said."""
    district = district or create_district()
    for kind in [Kind.CERTIFICATED, Kind.CLASSIFIED]:
        if not district.units.filter(kind=kind).exists():
            create_unit(district, kind=kind)
    defaults = {"begun_at": timezone.now(), "begun_by": create_user()}
    program = Program.objects.create(district=district, **defaults | fields)
    if is_live:
        create_charter(program)
    if with_co_chairs:
        create_seat(program, side=Side.LABOR, is_co_chair=True)
        create_seat(program, side=Side.MANAGEMENT, is_co_chair=True)
    return program


def create_charter(program, **fields):
    """A charter in force, which superintendent and presidents signed."""
    now = timezone.now()
    defaults = {
        "version": program.charters.count() + 1,
        "state": Charter.State.IN_FORCE,
        "text_sha256": "ab" * 32,
        "drafted_at": now,
        "drafted_by": program.begun_by,
        "offered_at": now,
        "in_force_at": now,
    }
    texts = {name: f"Our {name}." for name in ["purpose", "commitments", "decisions", "resources", "privacy"]}
    charter = Charter.objects.create(program=program, **texts | defaults | fields)
    for unit in [None, *program.district.units.all()]:
        signatory = Signatory.objects.create(
            charter=charter,
            capacity=Signatory.Capacity.UNIT_PRESIDENT if unit else Signatory.Capacity.SUPERINTENDENT,
            unit=unit,
            name=f"Signatory {next(_number)}",
            email=f"signatory{next(_number)}@example.org",
            asked_at=now,
        )
        if charter.state == Charter.State.IN_FORCE:
            Signature.objects.create(
                signatory=signatory, typed_name=signatory.name, text_sha256=charter.text_sha256, signed_at=now
            )
    return charter


def create_seat(program, *, side=Side.LABOR, user=None, **fields):
    """A current seat, of labor unless said otherwise; `user` is who sits on it."""
    user = user or create_user()
    unit = program.district.units.filter(kind=Kind.CERTIFICATED).first() if side == Side.LABOR else None
    defaults = {
        "unit": unit,
        "job_class": JobClass.TEACHING if side == Side.LABOR else JobClass.ADMINISTRATION,
        "shift": Shift.DAY,
        "name": user.name,
        "email": user.email,
        "since_on": timezone.localdate() - timedelta(days=90),
        "named_by": program.begun_by,
    }
    return CommitteeSeat.objects.create(program=program, side=side, **defaults | fields)


def co_chair(program, side):
    """The co-chair of `side`, as the user that they sign in as."""
    return user_of(program.seats.co_chairs().get(side=side))


def user_of(row):
    """Who signs in with the address of a seat or an employee; opens the account if there is none."""
    from lmi_portal.accounts.models import User

    return User.objects.filter(email=row.email).first() or create_user(email=row.email, name=row.name)


def create_worksite(program, **fields):
    return Worksite.objects.create(program=program, **{"name": f"School {next(_number)}"} | fields)


def create_employee(program, **fields):
    """A teacher who works the day shift, unless said otherwise."""
    number = next(_number)
    defaults = {
        "name": f"Employee {number}",
        "email": f"employee{number}@example.org",
        "unit": program.district.units.filter(kind=Kind.CERTIFICATED).first(),
        "job_class": JobClass.TEACHING,
        "shift": Shift.DAY,
    }
    return Employee.objects.create(program=program, **defaults | fields)


def create_survey(program, **fields):
    """A needs survey that is being written, of three questions, to open for two weeks."""
    now = timezone.now()
    defaults = {
        "kind": Survey.Kind.NEEDS,
        "title": "How are we?",
        "title_es": "¿Cómo estamos?",
        "questions": ["workload", "respect", "interests"],
        "opens_at": now,
        "closes_at": now + timedelta(days=14),
        "drafted_at": now,
        "drafted_by": program.begun_by,
    }
    return Survey.objects.create(program=program, **defaults | fields)
