"""How many seats a convening has."""

from django.db import transaction
from django.utils.translation import ngettext

from lmi_portal.audit.recording import record

from .seating import lock_convening, seats_held
from .waitlist import promote_from_line


class CannotChangeCapacity(Exception):
    """Why a convening cannot have that many seats, in words for staff."""


def refuse_fewer_than_held(convening, capacity):
    """Raise CannotChangeCapacity where `capacity` (None: no limit) is below the seats held; call it under the lock."""
    held = seats_held(convening)
    if capacity is not None and capacity < held:
        raise CannotChangeCapacity(
            ngettext(
                "%(held)s seat is held already: the capacity cannot be lower than that.",
                "%(held)s seats are held already: the capacity cannot be lower than that.",
                held,
            )
            % {"held": held}
        )


@transaction.atomic
def change_capacity(*, convening, capacity, by, now):
    """Give a convening `capacity` seats (None: no limit) and offer what is new to the line, in strict order.

    Raises CannotChangeCapacity. Returns the locked convening.
    """
    convening = lock_convening(convening)
    before = convening.capacity
    if capacity == before:
        return convening
    refuse_fewer_than_held(convening, capacity)
    convening.capacity = capacity
    convening.save(update_fields=["capacity", "updated_at"])
    record(deed="change_capacity", on=convening, by=by, now=now, changes={"capacity": [before, capacity]})
    if convening.state in {convening.State.OPEN, convening.State.CLOSED} and not convening.is_over(now=now):
        promote_from_line(convening, by=by, now=now)
    return convening
