"""What somebody is in one district's well-being program: the one place that says so."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from districts.models import District, Membership, Side

from .models import CommitteeSeat, Employee, Program


class Role(models.TextChoices):
    EMPLOYEE = "employee", _("Employee")
    MEMBER = "member", _("Committee member")
    CO_CHAIR = "co_chair", _("Co-chair")
    LEAD = "lead", _("Team lead of one side at the district’s table")


@dataclass(frozen=True)
class Standing:
    """One person in one district at the moment `now`; `program` is None where none was begun.

    `lead_side` is the side for which they lead at the district's table, or nothing.
    """

    district: District
    program: Program | None
    seat: CommitteeSeat | None
    employee: Employee | None
    lead_side: str
    now: datetime

    @property
    def side(self):
        """The side that they speak for, from their seat or else their place at the table."""
        return self.seat.side if self.seat else self.lead_side

    @property
    def roles(self):
        held = {
            Role.EMPLOYEE: self.employee is not None,
            Role.MEMBER: self.seat is not None,
            Role.CO_CHAIR: self.seat is not None and self.seat.is_co_chair,
            # Who sits for one side leads for none of the other.
            Role.LEAD: bool(self.lead_side) and self.lead_side == self.side,
        }
        return {role for role, is_held in held.items() if is_held}


def standing_of(user, *, cd_code, now):
    """The Standing of `user` in the district of `cd_code`, or None where there is no such district.

    Whoever is LMI staff stands nowhere: they help with programs in the admin, and see no answers.
    """
    district = District.objects.active().select_related("well_being_program").filter(cd_code=cd_code).first()
    if district is None or user.is_staff:
        return None
    program = getattr(district, "well_being_program", None)
    if program:
        program.district = district
    lead = Membership.objects.led().filter(user=user, district=district, side__in=[Side.LABOR, Side.MANAGEMENT]).first()
    return Standing(
        district=district,
        program=program,
        seat=CommitteeSeat.objects.of(user).filter(program=program).select_related("unit").first() if program else None,
        employee=Employee.objects.of(user).filter(program=program).first() if program else None,
        lead_side=lead.side if lead else "",
        now=now,
    )


def language_of_reader(request, **kwargs):
    """The language in which the program writes to whoever reads the page; None for who is no employee of its list."""
    return request.standing.employee.language if request.standing.employee else None
