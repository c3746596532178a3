"""The line in front of a full convening: first come, first served, each team whole."""

from django.db.models import Prefetch

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .charging import Cause, charge_team, lock_accounts, team_items, total_of_items
from .contacts import contacts_of
from .models import Registration
from .news import registration_facts, to_contacts, to_members
from .paying import weigh_purchase_order
from .seating import has_line, seats_left, seats_with_money


def promote_from_line(convening, *, by, now):
    """Confirm waiting teams in strict order for as long as the next one fits; the caller holds the convening's lock.

    Returns the registrations that moved up. A small team never overtakes a large one.
    """
    left = seats_left(convening)
    promoted = []
    waiting = Registration.objects.in_line().filter(convening=convening).with_totals().with_bill()
    waiting = waiting.select_related("district", "registered_by")
    if has_line(convening):
        lock_accounts(convening)
    for registration in waiting.prefetch_related(Prefetch("seats", seats_with_money())):
        if left is not None:
            if registration.seat_count > left:
                break
            left -= registration.seat_count
        registration.convening = convening
        _move_up(registration, by=by, now=now)
        promoted.append(registration)
    return promoted


def _move_up(registration, *, by, now):
    record(
        deed="promote_from_line",
        on=registration,
        by=by,
        now=now,
        changes={"state": [registration.state, Registration.State.CONFIRMED]},
    )
    registration.state = Registration.State.CONFIRMED
    registration.confirmed_at, registration.place_in_line = now, None
    registration.revision += 1
    registration.save(update_fields=["state", "confirmed_at", "place_in_line", "revision"])
    seats = list(registration.seats.all())
    items = team_items(registration, seats)
    # Nobody is there to be asked, so staff see where a purchase order does not reach.
    weigh_purchase_order(registration, wanted=total_of_items(items), by=by, now=now)
    charge_team(registration, cause=Cause.CHANGE, by=by, now=now, items=items)
    facts = registration_facts(registration, seats, amount=total_of_items(items))
    contacts = contacts_of(registration)
    post_emails(
        [
            *to_contacts(registration, facts, contacts, news="promoted"),
            *to_members(registration, facts, seats, contacts, news="promoted"),
        ],
        now=now,
    )
