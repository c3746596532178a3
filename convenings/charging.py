"""What a team owes as positions of an invoice, and the deed that lets its bill say so."""

from django.db.models import Q
from django.utils.text import Truncator

from billing.accounting import lock_account
from billing.invoicing import Item, Terms, open_bill, settle_bill
from billing.models import Account, CreditNote, InvoiceLine

from .models import Registration
from .paying import changes_paying, pay_otherwise, usual_paying, weigh_purchase_order
from .pricing import FREE
from .seating import label_of, seats_with_money
from .terms import fetch_terms, pay_by_of, sentences_of
from .wording import hours_of

Cause = CreditNote.Cause
Kind = InvoiceLine.Kind
State = Registration.State


def items_of(registration):
    """What the team owes now as Items: all of a confirmed one, and of one cancelled the fees that it still owes.

    A team that waits in line owes nothing.
    """
    return team_items(registration) if registration.state == State.CONFIRMED else _kept_items(registration)


def team_items(registration, seats=None):
    """What the team owes while it is confirmed: its seats, add-ons and waivers, and fees of seats that it gave up.

    `seats` come from `seats_with_money`, where the caller has them. Free ones are Items as well, so that everybody who
    comes is on the invoice.
    """
    seats = seats_with_money().filter(registration=registration) if seats is None else seats
    return [item for seat in seats for item in _items_of_seat(seat)] + _kept_items(registration)


def drafted_items(requests, priced):
    """The Items of a new team: of its SeatRequests and their Quote."""
    items = []
    for request, price, add_ons in zip(requests, priced.seat_prices, priced.add_on_prices, strict=True):
        items.append(Item(Kind.SEAT, label_of(request.place), price, person=request.name))
        items += [Item(Kind.ADD_ON, add_on.title, worth, person=request.name) for add_on, worth in add_ons.items()]
    return items


def total_of_items(items):
    return sum((item.amount for item in items), FREE)


def subject_key_of(convening):
    """By what billing knows which bills are of one convening."""
    return f"convening:{convening.pk}"


def terms_of(convening, *, team, code=""):
    """What the invoice of a team says beside its lines."""
    fetch_terms(convening)
    days = [{"date": day.held_on.isoformat(), "hours": hours_of(day)} for day in convening.days.all()]
    if not days and convening.starts_on:
        days = [{"date": convening.starts_on.isoformat(), "hours": ""}]
    subject = {
        "title": convening.title,
        "days": days,
        "place": ", ".join(part for part in (convening.venue, convening.street, convening.city) if part),
        "includes": convening.fee_includes,
        "team": team,
        "code": code,
    }
    more = convening.cancellation_terms.splitlines()
    sentences = tuple(filter(None, [*sentences_of(convening), *more]))
    return Terms(subject, sentences=sentences, pay_by_on=pay_by_of(convening))


def open_team_bill(registration, *, paying, now):
    """The Bill of a team, saved on no registration yet."""
    convening = registration.convening
    return open_bill(
        district=registration.district,
        code=registration.code,
        subject=convening.title,
        subject_key=subject_key_of(convening),
        team=registration.team_label,
        path=registration.get_absolute_url(),
        pays_by=paying.pays_by,
        purchase_order=paying.purchase_order,
        opened_by=registration.registered_by,
        now=now,
    )


def lock_accounts(convening, *registrations):
    """Lock the accounts of teams that a deed may charge, in one order, so that no two deeds wait for each other.

    They are those of `registrations` and of the teams that wait for a seat of the convening.
    """
    waiting = Registration.objects.in_line().order_by().filter(convening=convening)
    districts = Q(district__in=waiting.values("district")) | Q(district__in=[one.district_id for one in registrations])
    return list(Account.objects.select_for_update().filter(districts).order_by("pk"))


def charge_team(registration, *, cause, by, now, reason="", items=None, again=False):
    """Let the team's bill say what its rows come to, in the transaction of the deed and under the convening's lock.

    A team without a bill gets one once it owes something. `items` are `items_of` the registration, where the caller has
    them; `again` issues the same money under other particulars. Returns (credit note or None, invoice or None).
    """
    items = items_of(registration) if items is None else items
    if registration.bill is None:
        if not any(item.amount for item in items):
            return None, None
        _give_bill(registration, usual_paying(registration.convening), now=now)
    terms = terms_of(registration.convening, team=registration.team_label, code=registration.code)
    return settle_bill(
        bill=registration.bill, items=items, terms=terms, cause=cause, by=by, now=now, reason=reason, again=again
    )


def recharge_team(registration, items, *, before, paying, change, by, now):
    """Charge a team that was changed, or is to be paid otherwise.

    `items` are its `team_items`, `before` what they came to, `paying` as in `change_team`, `change` the Difference.
    Raises CannotRegister where a purchase order falls short and nobody agreed to that.
    """
    total, again, bill = total_of_items(items), False, registration.bill
    if bill:
        lock_account(bill.account)
        bill.refresh_from_db(fields=["pays_by", "purchase_order"])
    is_other = bill is None or changes_paying(bill, paying)
    if bill is None and total:
        _give_bill(registration, paying or usual_paying(registration.convening), now=now)
    elif is_other and bill:
        again = pay_otherwise(registration, paying, by=by, now=now) and bill.invoices.standing().exists()
    if is_other or total != before:
        weigh_purchase_order(registration, wanted=total, by=by, now=now, agreed_to=paying.agreed_to if paying else "")
    if registration.state == State.CONFIRMED:
        reason = Truncator("; ".join(change.sentences)).chars(CreditNote._meta.get_field("reason").max_length)
        cause = Cause.CHANGE if change.sentences else Cause.REISSUE
        charge_team(registration, cause=cause, by=by, now=now, items=items, again=again, reason=reason)


def _give_bill(registration, paying, *, now):
    registration.bill = open_team_bill(registration, paying=paying, now=now)
    registration.save(update_fields=["bill"])


def _kept_items(registration):
    fees = registration.kept_fees.all()
    return [Item(Kind.CANCELLATION_FEE, fee.label, fee.amount, person=fee.person) for fee in fees]


def _items_of_seat(seat):
    yield Item(Kind.SEAT, seat.label, seat.price, person=seat.name)
    for choice in seat.chosen_add_ons.all():
        yield Item(Kind.ADD_ON, choice.add_on.title, choice.price, person=seat.name)
    waiver = getattr(seat, "waiver", None)
    if waiver:
        why = f"{waiver.sponsor or waiver.get_kind_display()}: {waiver.reason}"
        room = InvoiceLine._meta.get_field("note").max_length
        yield Item(Kind.WAIVER, seat.label, -waiver.amount, person=seat.name, note=Truncator(why).chars(room))
