"""How many seats a convening has."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lmi_portal.audit.recording import record

from .models import Registration
from .seating import lock_convening, seats_held
from .waitlist import promote_from_line


class CannotChangeCapacity(Exception):
    """Why a convening cannot have that many seats, in words for staff."""


def refuse_too_few(convening, capacity):
    """Raise CannotChangeCapacity where `capacity` (None: no limit) is below the seats held, or a waiting team's.

    Call it under the convening's lock.
    """
    if capacity is None:
        return
    held = seats_held(convening)
    if capacity < held:
        raise CannotChangeCapacity(
            ngettext(
                "%(held)s seat is held already: the capacity cannot be lower than that.",
                "%(held)s seats are held already: the capacity cannot be lower than that.",
                held,
            )
            % {"held": held}
        )
    # It could never move up, and nobody moves past it.
    if team := _waiting_teams(convening).filter(seat_count__gt=capacity).first():
        raise CannotChangeCapacity(
            _("%(team)s waits for %(seats)s seats and would hold up the line: change or cancel that team first.")
            % {"team": team.team_label, "seats": team.seat_count}
        )


def _waiting_teams(convening):
    return Registration.objects.in_line().filter(convening=convening).select_related("district").with_totals()


@transaction.atomic
def change_capacity(*, convening, capacity, by, now):
    """Give a convening `capacity` seats (None: no limit) and offer what is new to the line, in strict order.

    Raises CannotChangeCapacity. Returns the locked convening.
    """
    convening = lock_convening(convening)
    before = convening.capacity
    if capacity == before:
        return convening
    refuse_too_few(convening, capacity)
    convening.capacity = capacity
    convening.save(update_fields=["capacity", "updated_at"])
    record(deed="change_capacity", on=convening, by=by, now=now, changes={"capacity": [before, capacity]})
    if convening.state in {convening.State.OPEN, convening.State.CLOSED} and not convening.is_over(now=now):
        promote_from_line(convening, by=by, now=now)
    return convening
