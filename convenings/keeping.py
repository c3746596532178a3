"""What stays owed of seats that a team gives up: worked out alike for the page before and for the deed after."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from billing.models import Allocation, Payment
from lmi_portal.audit.recording import record

from .models import KeptFee, Seat
from .pricing import FREE, dollars
from .refusing import CannotRegister
from .terms import fetch_terms, kept_if_organizer_cancels, kept_of, sum_sentences

CARDS = [Payment.Method.CARD_DESK, Payment.Method.CARD_ONLINE]


@dataclass(frozen=True)
class _Dropped:
    """A seat that a change drops: the `price` that is no longer owed, and the `fee` that stays; Decimal dollars."""

    seat: Seat
    price: Decimal
    fee: Decimal


def fees_of_cancelling(registration, seats, *, now):
    """Unsaved KeptFees of a team that does not come; none where it only waited in line.

    `seats` come with their waivers and add-ons.
    """
    if registration.state != registration.State.CONFIRMED:
        return []
    return _fees_of(registration, [(seat, *worth_of(seat)) for seat in seats], now=now)


def prospect_of_cancelling(registration, seats, *, now):
    """Before a team is cancelled: Decimal dollars that would stay owed of its seats, and sentences on its money.

    `seats` are as in `fees_of_cancelling`.
    """
    if registration.state != registration.State.CONFIRMED:
        return FREE, []
    kept = total_of_fees(fees_of_cancelling(registration, seats, now=now))
    owed = sum((sum(worth_of(seat)) for seat in seats), FREE)
    sentences = sum_sentences(owed=owed, kept=kept)
    if kept_before := total_of_fees(registration.kept_fees.all()):
        sentences.append(_("%(sum)s of what was given up before stays owed.") % {"sum": dollars(kept_before)})
    return kept, sentences


def fees_of_organizer(registration, seats, *, now):
    """Unsaved KeptFees of a team whose convening the initiative cancels."""
    if registration.state != registration.State.CONFIRMED:
        return []
    convening, kept = registration.convening, []
    for seat in seats:
        price, add_ons = worth_of(seat)
        kept.append((seat.label, seat.name, kept_if_organizer_cancels(convening, price=price, add_ons=add_ons)))
    return _rows(registration, kept, now=now)


def fees_of_change(registration, change, seat_prices, *, now):
    """Unsaved KeptFees of what a change gives up on balance.

    `change` is a Difference whose standing seats come with their waivers, `seat_prices` the new prices in the order of
    its requests. A seat that comes in for a dropped one is a substitution, and so is an add-on that moves to another
    seat.
    """
    if registration.state != registration.State.CONFIRMED:
        return []
    convening = registration.convening
    fetch_terms(convening)
    paid_by_card = is_paid_by_card(registration.bill)
    made_free = _prices_of_seats_made_free(change, seat_prices)
    dropped = []
    for seat in change.dropped:
        price, add_ons = worth_of(seat)
        # A free seat that goes makes the next one free: what the district pays less is the price of that one.
        if seat.price == FREE and made_free:
            price = made_free.pop()
        fee = _kept(convening, price, add_ons, now=now, paid_by_card=paid_by_card)
        dropped.append(_Dropped(seat, price, fee))
    gone, replaced = _part(dropped, _prices_of_added(change, seat_prices))
    kept = [(one.seat.label, one.seat.name, one.fee) for one in gone]
    kept += _fees_of_add_ons(convening, change, [one.seat for one in replaced], paid_by_card, now)
    return _rows(registration, kept, now=now)


def refuse_other_fee(fees, agreed_fee):
    """Raise CannotRegister where another sum stays owed than the person agreed to."""
    owed = total_of_fees(fees)
    if agreed_fee != owed:
        raise CannotRegister(
            _("By the terms of this convening %(owed)s stays owed now. Look at the sum, then confirm it.")
            % {"owed": dollars(owed)}
            if owed
            else _("By now nothing stays owed. Look at the page again, then send it."),
            field="agreed_fee",
        )


def keep_fees(registration, fees, *, by, now):
    """Save what stays owed, with a line in the audit trail."""
    if fees:
        KeptFee.objects.bulk_create(fees)
        kept = ["", dollars(total_of_fees(fees))]
        record(deed="keep_cancellation_fee", on=registration, by=by, now=now, changes={"kept": kept})


def lower_waivers(registration, seats, add_on_prices, *, by, now):
    """A waiver is never of more than its seat costs by now: of `seats`, with the prices of their add-ons in order."""
    for seat, prices in zip(seats, add_on_prices, strict=True):
        waiver, worth = getattr(seat, "waiver", None), seat.price + sum(prices.values(), FREE)
        if waiver is None or waiver.amount <= worth:
            continue
        changes = {"waived": [dollars(waiver.amount), dollars(worth)], "seat": ["", seat.label]}
        record(deed="lower_waiver", on=registration, by=by, now=now, changes=changes)
        waiver.amount = worth
        waiver.save(update_fields=["amount"]) if worth else waiver.delete()


def total_of_fees(fees):
    return sum((fee.amount for fee in fees), FREE)


def worth_of(seat):
    """(price, sum of add-ons) that the district owes for a seat after its waiver, Decimal dollars."""
    waiver = getattr(seat, "waiver", None)
    add_ons = sum((choice.price for choice in seat.chosen_add_ons.all()), FREE)
    waived = waiver.amount if waiver else FREE
    return max(seat.price - waived, FREE), max(add_ons - max(waived - seat.price, FREE), FREE)


def is_paid_by_card(bill):
    """Whether money from a card is set against the bill's standing invoice."""
    if bill is None:
        return False
    paid = Allocation.objects.filter(
        invoice__bill=bill, invoice__credit_note__isnull=True, payment__method__in=CARDS
    ).aggregate(n=Sum("amount"))["n"]
    return bool(paid and paid > 0)


def _fees_of(registration, worths, *, now):
    fetch_terms(registration.convening)
    paid_by_card = is_paid_by_card(registration.bill)
    kept = [
        (
            seat.label,
            seat.name,
            _kept(registration.convening, price, add_ons, now=now, paid_by_card=paid_by_card),
        )
        for seat, price, add_ons in worths
    ]
    return _rows(registration, kept, now=now)


def _kept(convening, price, add_ons, *, now, paid_by_card):
    return kept_of(convening, price=price, add_ons=add_ons, now=now, paid_by_card=paid_by_card)


def _rows(registration, kept, *, now):
    return [
        KeptFee(registration=registration, label=label, person=person, amount=amount, kept_at=now)
        for label, person, amount in kept
        if amount
    ]


def _prices_of_added(change, seat_prices):
    return [price for request, price in zip(change.requests, seat_prices, strict=True) if not request.seat_id]


def _part(dropped, added_prices):
    """Those _Dropped that are gone, and those that an added seat replaces.

    Each replaces the dearest that cost no more than it does, so that what the district pays for anew is not kept as a
    fee too; where all cost more, that with the smallest fee.
    """
    gone, replaced = list(dropped), []
    for price in sorted(added_prices)[: len(dropped)]:
        no_dearer = [one for one in gone if one.price <= price]
        one = max(no_dearer, key=lambda one: (one.price, -one.fee)) if no_dearer else min(gone, key=lambda one: one.fee)
        gone.remove(one)
        replaced.append(one)
    return gone, replaced


def _prices_of_seats_made_free(change, seat_prices):
    """What the district owed for the kept seats that are free from now on, the cheapest last."""
    now_free = {request.seat_id for request, price in zip(change.requests, seat_prices, strict=True) if price == FREE}
    prices = [worth_of(seat)[0] for seat, _request in change.kept if seat.pk in now_free]
    return sorted(filter(None, prices), reverse=True)


def _fees_of_add_ons(convening, change, replaced, paid_by_card, now):
    """Yield what stays owed of add-ons that were given up on balance by seats that stay or were replaced."""
    taken = Counter()
    for request in change.added:
        taken.update(add_on.pk for add_on in request.add_ons)
    lost = [(seat, choice) for seat in replaced for choice in seat.chosen_add_ons.all()]
    for seat, request in change.kept:
        wanted = {add_on.pk for add_on in request.add_ons}
        had = {choice.add_on_id for choice in seat.chosen_add_ons.all()}
        taken.update(wanted - had)
        lost += [(seat, choice) for choice in seat.chosen_add_ons.all() if choice.add_on_id not in wanted]
    left = {seat: worth_of(seat) for seat, _choice in lost}
    for seat, choice in lost:
        if taken[choice.add_on_id]:
            taken[choice.add_on_id] -= 1
            continue
        price, add_ons = left[seat]
        part = min(choice.price, add_ons)
        # A waiver may pay for add-ons too: of two that go, the second has only what the first left.
        left[seat] = price, add_ons - part
        whole = _kept(convening, price, add_ons, now=now, paid_by_card=paid_by_card)
        rest = _kept(convening, price, add_ons - part, now=now, paid_by_card=paid_by_card)
        yield choice.add_on.title, seat.name, max(whole - rest, Decimal("0.00"))
