"""Changing a team that stands: other people, more seats, fewer seats."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .charging import lock_accounts, recharge_team, team_items, total_of_items
from .contacts import contacts_of
from .difference import Difference
from .keeping import fees_of_change, keep_fees, lower_waivers, refuse_other_fee
from .models import Convening, Registration, SeatAddOn
from .news import registration_facts, to_contacts, to_members
from .paying import changes_paying, refuse_odd_paying
from .pricing import FREE
from .refusing import (
    CannotRegister,
    pacific,
    refuse_full_add_ons,
    refuse_more_than_there_are,
    refuse_odd_team,
    refuse_same_person_twice,
)
from .seating import (
    add_ons_taken,
    choose_add_ons,
    fill,
    has_line,
    lock_convening,
    quote_change,
    seat_from,
    seats_left,
    seats_with_money,
)
from .waitlist import promote_from_line

State = Registration.State


def names_may_change(convening, *, now):
    """Another person may take a seat until the last day is over (Pacific): a substitution is always allowed."""
    return convening.state not in {Convening.State.CANCELLED, Convening.State.HELD} and not convening.is_over(now=now)


@transaction.atomic
def change_team(*, registration, changed_by, seats, revision, now, paying=None, agreed_fee=FREE):
    """Make the team what `seats` (a list of SeatRequest) says, and let the line move up where seats came free.

    Kept seats keep their price, and the invoice changes in the same transaction. `revision` is the one that the form
    was opened on, `paying` how the district pays from now on (None: as before), `agreed_fee` what the person agreed to
    owe still of seats that the team gives up. Raises CannotRegister.
    """
    convening = lock_convening(registration.convening)
    registration = Registration.objects.with_bill().select_related("district", "registered_by").get(pk=registration.pk)
    registration.convening = convening
    _refuse_stale(registration, revision, now=now)
    standing = {seat.pk: seat for seat in seats_with_money().filter(registration=registration)}
    change = Difference(standing, seats)
    # Staff may ask for both sides once a team stands; whoever sits on it may still be substituted.
    refuse_same_person_twice(seats)
    if change.is_about_seats:
        refuse_odd_team(convening, seats, standing=standing)
        _refuse_seat_change(registration, change, now=now)
    if paying is not None:
        refuse_odd_paying(convening, registration.district, paying, by=changed_by, bill=registration.bill)
    if not change.sentences and not changes_paying(registration.bill, paying):
        return registration
    before = total_of_items(team_items(registration, standing.values()))
    rows = _write(registration, change, agreed_fee=agreed_fee, by=changed_by, now=now) if change.sentences else []
    items = team_items(registration)
    if change.sentences:
        _tell(registration, change, rows, amount=total_of_items(items), changed_by=changed_by, now=now)
    if change.growth < 0:
        lock_accounts(convening, registration)
    recharge_team(registration, items, before=before, paying=paying, change=change, by=changed_by, now=now)
    if change.growth < 0:
        promote_from_line(convening, by=changed_by, now=now)
    return registration


def _refuse_stale(registration, revision, *, now):
    if not registration.is_standing():
        raise CannotRegister(_("This registration has been cancelled."))
    if not names_may_change(registration.convening, now=now):
        raise CannotRegister(_("This convening is over or cancelled, so the team stays as it is."))
    if registration.revision != revision:
        raise CannotRegister(
            _("Somebody changed this team while you were working. Look at it in another tab, then save again."),
            field="revision",
        )


def _refuse_seat_change(registration, change, *, now):
    convening = registration.convening
    if not convening.seats_may_change(now=now):
        until = convening.seats_may_change_until()
        raise CannotRegister(
            _("Seats could be added or dropped until %(moment)s. Names may still change.") % {"moment": pacific(until)}
            if until
            else _("Seats can no longer be added or dropped. Names may still change."),
            field="seats",
        )
    taken = add_ons_taken(convening, besides=registration) if any(r.add_ons for r in change.requests) else {}
    refuse_full_add_ons(change.requests, taken=taken)
    if change.growth <= 0:
        return
    if registration.state != State.CONFIRMED:
        refuse_more_than_there_are(convening, len(change.requests))
        return
    if has_line(convening):
        raise CannotRegister(
            _("Other teams are waiting for a seat, so this team cannot grow. Register a second team to join the line."),
            field="seats",
        )
    left = seats_left(convening)
    if left is not None and change.growth > left:
        raise CannotRegister(
            ngettext(
                "You asked for %(more)s more, and %(left)s seat is left.",
                "You asked for %(more)s more, and %(left)s seats are left.",
                left,
            )
            % {"more": change.growth, "left": left},
            field="seats",
        )


def price_change(registration, change, *, now):
    """The Quote of a team as a Difference has it, and the KeptFees, unsaved, of what it gives up."""
    priced = quote_change(
        change.requests,
        convening=registration.convening,
        district=registration.district,
        standing=change.standing,
        besides=registration,
        now=now,
    )
    return priced, fees_of_change(registration, change, priced.seat_prices, now=now)


def _write(registration, change, *, agreed_fee, by, now):
    """Bring rows, order, prices, add-ons, waivers and kept fees up to date; return the seats in order."""
    standing = change.standing
    priced, fees = price_change(registration, change, now=now)
    refuse_other_fee(fees, agreed_fee)
    keep_fees(registration, fees, by=by, now=now)
    for seat in change.dropped:
        seat.delete()
    # Two seats may swap people, and nobody may sit twice even between two statements.
    registration.seats.filter(pk__in=[s.pk for s, r in change.kept if s.email != r.email.lower()]).update(email="")
    SeatAddOn.objects.filter(seat__registration=registration).delete()
    rows = []
    for position, (request, price) in enumerate(zip(change.requests, priced.seat_prices, strict=True), start=1):
        seat = standing.get(request.seat_id)
        if seat is None:
            seat = seat_from(request, registration=registration, position=position, price=price, now=now)
        else:
            fill(seat, request)
            seat.position, seat.price = position, price
        seat.save()
        rows.append(seat)
    choose_add_ons(rows, priced)
    lower_waivers(registration, rows, priced.add_on_prices, by=by, now=now)
    registration.revision += 1
    registration.save(update_fields=["revision"])
    return rows


def _tell(registration, change, rows, *, amount, changed_by, now):
    record(
        deed="change_team",
        on=registration,
        by=changed_by,
        now=now,
        changes={"seats": [len(change.standing), len(rows)], "changes": ["", "; ".join(change.sentences)]},
    )
    facts = registration_facts(registration, rows, amount=amount)
    contacts = contacts_of(registration)
    here = {seat.email for seat in rows}
    arrived = [seat for seat in rows if seat.email and seat.email not in change.people_before]
    gone = [seat for seat in change.seats_before if seat.email and seat.email not in here]
    post_emails(
        [
            *to_contacts(registration, facts, contacts, news="changed", changes=change.sentences),
            *to_members(registration, facts, arrived, contacts, news=registration.state),
            *to_members(registration, facts, gone, contacts, news="released"),
        ],
        now=now,
    )
