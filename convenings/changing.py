"""Changing a team that stands: other people, more seats, fewer seats."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .contacts import contacts_of
from .difference import Difference
from .models import Convening, Registration, SeatAddOn
from .news import registration_facts, to_contacts, to_members
from .pricing import free_seats_left, quote
from .refusing import (
    CannotRegister,
    pacific,
    refuse_full_add_ons,
    refuse_more_than_there_are,
    refuse_odd_team,
    refuse_same_person_twice,
)
from .seating import add_ons_taken, choose_add_ons, claim_of, fill, has_line, lock_convening, seat_from, seats_left
from .waitlist import promote_from_line

State = Registration.State


def names_may_change(convening, *, now):
    """Another person may take a seat until the last day is over (Pacific): a substitution is always allowed."""
    return convening.state not in {Convening.State.CANCELLED, Convening.State.HELD} and not convening.is_over(now=now)


@transaction.atomic
def change_team(*, registration, changed_by, seats, revision, now):
    """Make the team what `seats` (a list of SeatRequest) says, and let the line move up where seats came free.

    Kept seats keep their price. `revision` is the one that the form was opened on. Raises CannotRegister.
    """
    convening = lock_convening(registration.convening)
    registration = Registration.objects.select_related("district", "registered_by").get(pk=registration.pk)
    registration.convening = convening
    _refuse_stale(registration, revision, now=now)
    standing = {seat.pk: seat for seat in registration.seats.prefetch_related("chosen_add_ons")}
    change = Difference(standing, seats)
    # Staff may ask for both sides once a team stands; whoever sits on it may still be substituted.
    refuse_same_person_twice(seats)
    if change.is_about_seats:
        refuse_odd_team(convening, seats, standing=standing)
        _refuse_seat_change(registration, change, now=now)
    if not change.sentences:
        return registration
    rows, priced = _write(registration, change, now=now)
    registration.revision += 1
    registration.save(update_fields=["revision"])
    _tell(registration, change, rows, priced, changed_by=changed_by, now=now)
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


def _write(registration, change, *, now):
    """Bring rows, order, prices and add-ons up to date; return the seats in order and their Quote."""
    convening, standing = registration.convening, change.standing
    claims = [claim_of(request, seat=standing.get(request.seat_id), now=now) for request in change.requests]
    free_left = free_seats_left(convening, registration.district, besides=registration)
    priced = quote(convening, claims=claims, free_left=free_left)
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
    return rows, priced


def _tell(registration, change, rows, priced, *, changed_by, now):
    record(
        deed="change_team",
        on=registration,
        by=changed_by,
        now=now,
        changes={"seats": [len(change.standing), len(rows)], "changes": ["", "; ".join(change.sentences)]},
    )
    facts = registration_facts(registration, rows, amount=priced.total)
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
