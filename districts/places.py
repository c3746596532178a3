"""The places at a district's table that a person can ask for."""

from django.utils.translation import gettext as _

from .models import BargainingUnit, Membership, Side

Employees, Role = Membership.Employees, Membership.Role

ROLES_OF_SIDE = {
    Side.MANAGEMENT: [Role.SUPERINTENDENT, Role.CABINET, Role.BOARD, Role.SITE_LEADER, Role.STAFF],
    Side.LABOR: [Role.UNIT_LEAD, Role.UNIT_MEMBER],
    Side.NEUTRAL: [Role.FACILITATOR],
}


class CannotJoin(Exception):
    """Why a place was refused, in words fit for the person who asked; `field` names what it is about."""

    def __init__(self, sentence, *, field=None):
        super().__init__(sentence)
        self.field = field


def units_to_choose(district):
    return BargainingUnit.objects.at_the_table().filter(district=district)


def employees_to_choose(units):
    """The kinds of employees that none of the district's `units` speaks for, certificated first."""
    kinds = {unit.kind for unit in units}
    return [employees for employees in Employees if employees.value not in kinds]


def refuse_odd_place(*, district, side, role, unit, employees):
    """Raise CannotJoin unless side, role and unit make one place at this district's table."""
    if role not in ROLES_OF_SIDE.get(side, []):
        raise CannotJoin(_("This role belongs to the other side of the table: choose one of your side."), field="role")
    if side != Side.LABOR:
        if unit or employees:
            raise CannotJoin(_("Only labor sits for a bargaining unit: leave the unit empty."), field="unit")
        return
    if unit and employees:
        raise CannotJoin(_("Choose the unit or the employees without one, not both."), field="unit")
    units = list(units_to_choose(district))
    if unit and unit not in units:
        raise CannotJoin(_("This unit is not one of this district’s: choose one of the list."), field="unit")
    if employees and employees not in employees_to_choose(units):
        raise CannotJoin(_("These employees have a unit on file: choose the unit."), field="unit")
    if not unit and not employees:
        raise CannotJoin(_("Choose the bargaining unit that you speak for."), field="unit")
