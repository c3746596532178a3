"""Letting a team's seats go."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .charging import Cause, charge_team, lock_accounts
from .contacts import contacts_of
from .keeping import fees_of_cancelling, keep_fees, refuse_other_fee
from .models import Convening, Registration
from .news import registration_facts, to_contacts, to_members
from .pricing import FREE
from .refusing import CannotRegister
from .seating import lock_convening, seats_with_money
from .waitlist import promote_from_line


@transaction.atomic
def cancel_registration(*, registration, cancelled_by, reason, now, agreed_fee=None):
    """Free a team's seats, credit its invoice but for what the terms keep, and let the line move up.

    Pressed twice, it counts once. `agreed_fee` is what the person agreed to owe still, Decimal dollars (None: whatever
    it comes to). Raises CannotRegister where that is another sum by now, and once the convening is over, whether or not
    staff have marked it as held by then.
    """
    convening = lock_convening(registration.convening)
    if convening.state == Convening.State.HELD or convening.is_over(now=now):
        raise CannotRegister(_("This convening is over; its record of teams stays as it is."))
    lock_accounts(convening, registration)
    registration = _withdraw(
        registration, convening, cancelled_by=cancelled_by, reason=reason, agreed_fee=agreed_fee, now=now
    )
    if registration is not None and convening.state != Convening.State.CANCELLED:
        promote_from_line(convening, by=cancelled_by, now=now)


def _withdraw(registration, convening, *, cancelled_by, reason, agreed_fee, now):
    """Cancel one registration under the convening's lock and tell its people; the line is not touched.

    Returns it, or None if it was cancelled before.
    """
    registration = (
        Registration.objects.standing()
        .with_bill()
        .select_related("district", "registered_by")
        .filter(pk=registration.pk)
        .first()
    )
    if registration is None:
        return None
    registration.convening = convening
    seats = list(seats_with_money().filter(registration=registration))
    fees = fees_of_cancelling(registration, seats, now=now)
    if agreed_fee is not None:
        refuse_other_fee(fees, agreed_fee)
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
    keep_fees(registration, fees, by=cancelled_by, now=now)
    charge_team(registration, cause=Cause.CANCELLATION, by=cancelled_by, now=now)
    facts = registration_facts(registration, seats, amount=FREE)
    contacts = contacts_of(registration)
    post_emails(
        [
            *to_contacts(registration, facts, contacts, news="cancelled", reason=reason),
            *to_members(registration, facts, seats, contacts, news="cancelled"),
        ],
        now=now,
    )
    return registration
