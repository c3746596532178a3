"""Letting a team's seats go."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .contacts import contacts_of
from .models import Convening, Registration
from .news import registration_facts, to_contacts, to_members
from .refusing import CannotRegister
from .seating import lock_convening
from .waitlist import promote_from_line


@transaction.atomic
def cancel_registration(*, registration, cancelled_by, reason, now):
    """Free a team's seats and let the line move up; pressed twice, it counts once.

    Raises CannotRegister once the convening is over, whether or not staff have marked it as held by then.
    """
    convening = lock_convening(registration.convening)
    if convening.state == Convening.State.HELD or convening.is_over(now=now):
        raise CannotRegister(_("This convening is over; its record of teams stays as it is."))
    registration = withdraw(registration, convening, cancelled_by=cancelled_by, reason=reason, now=now)
    if registration is not None and convening.state != Convening.State.CANCELLED:
        promote_from_line(convening, by=cancelled_by, now=now)


def withdraw(registration, convening, *, cancelled_by, reason, now):
    """Cancel one registration under the convening's lock and tell its people; the line is not touched.

    Returns it, or None if it was cancelled before.
    """
    registration = (
        Registration.objects.standing()
        .with_totals()
        .select_related("district", "registered_by")
        .filter(pk=registration.pk)
        .first()
    )
    if registration is None:
        return None
    registration.convening = convening
    record(
        deed="cancel_registration",
        on=registration,
        by=cancelled_by,
        now=now,
        changes={"state": [registration.state, Registration.State.CANCELLED], "reason": ["", reason]},
    )
    registration.state, registration.cancelled_at = Registration.State.CANCELLED, now
    registration.cancel_reason, registration.place_in_line = reason, None
    registration.revision += 1
    registration.save(update_fields=["state", "cancelled_at", "cancel_reason", "place_in_line", "revision"])
    seats = list(registration.seats.all())
    facts = registration_facts(registration, seats, amount=registration.amount)
    contacts = contacts_of(registration)
    post_emails(
        [
            *to_contacts(registration, facts, contacts, news="cancelled", reason=reason),
            *to_members(registration, facts, seats, contacts, news="cancelled"),
        ],
        now=now,
    )
    return registration
