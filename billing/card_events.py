"""What Stripe tells, taken in: each event once, in whatever order they come."""

from datetime import UTC, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import card_payments
from .accounting import lock_account
from .card_letters import tell_staff
from .models import Bounce, Checkout, CheckoutItem, StripeEvent

# What is kept of an event: nothing that tells who paid.
KEPT = [
    "status",
    "payment_status",
    "amount",
    "amount_total",
    "currency",
    "payment_intent",
    "client_reference_id",
    "reason",
]
# A dispute in one of these has the money; one that only asks (“warning…”) or was prevented has not.
TAKEN = {"needs_response", "under_review", "appeal_needs_response", "appeal_under_review", "lost", "won"}


def take_in_event(event, *, now):
    """Record an event (Stripe's JSON, its signature checked) and do what it asks, all in one transaction.

    Told again, it does nothing. Returns the StripeEvent.
    """
    told = event["data"]["object"]
    try:
        with transaction.atomic():
            row = StripeEvent.objects.create(
                event_id=event["id"],
                kind=event["type"],
                object_id=told.get("id") or "",
                made_at=datetime.fromtimestamp(event["created"], UTC),
                received_at=now,
                says={name: told[name] for name in KEPT if told.get(name) is not None},
            )
            act_on(row, now=now)
    except IntegrityError:
        known = StripeEvent.objects.filter(event_id=event["id"]).first()
        if known is None:
            raise
        return known
    return row


def act_on(row, *, now):
    """Do what the event asks and write down what came of it."""
    row.waits_for = ""
    row.outcome = _DEEDS.get(row.kind, _nothing)(row, now)
    row.save(update_fields=["waits_for", "outcome"])


def _nothing(row, now):
    return _("Nothing to do.")


def _session(row, now):
    says = row.says
    if says.get("payment_status") != "paid":
        return _("The money is still on its way.")
    checkout = _checkout_of(row)
    if checkout is None or says["currency"] != "usd":
        return _not_in_the_books(row, checkout, now)
    payment = card_payments.take_payment(
        checkout=checkout, charge=says["payment_intent"], amount=_dollars(row), paid_at=row.made_at, now=now
    )
    for waiting in StripeEvent.objects.filter(waits_for=payment.reference).order_by("made_at", "pk"):
        act_on(waiting, now=now)
    return _("Recorded as %(payment)s.") % {"payment": payment}


def _not_in_the_books(row, checkout, now):
    """Money that the books cannot name: of another currency, or of a page that the portal did not open."""
    sentence = _("%(amount)s %(currency)s came by card (%(session)s) and is not in the books.") % {
        "amount": f"{_dollars(row):,.2f}",
        "currency": row.says["currency"].upper(),
        "session": row.object_id,
    }
    if checkout is None:
        tell_staff(f"{sentence} {_('The portal did not ask for it.')}", about=row.object_id, now=now)
    else:
        _close(checkout)
        card_payments.add_concern(checkout, sentence, about=row.object_id, now=now)
    return sentence


def _session_ended(row, now):
    checkout = _checkout_of(row)
    return _("The page is closed.") if checkout and _close(checkout) else _("Nothing to do.")


def _close(checkout):
    return Checkout.objects.still_open().filter(pk=checkout.pk).update(state=Checkout.State.EXPIRED)


def _checkout_of(row):
    """The Checkout of a session; one whose answer from Stripe was lost is known by the reference it carries."""
    checkouts = Checkout.objects.select_related("account__district")
    checkout = checkouts.filter(session_id=row.object_id).first()
    if checkout:
        return checkout
    reference = row.says.get("client_reference_id", "")
    key = reference.removeprefix("lmi-").partition("-")[0]
    named = checkouts.filter(pk=int(key)).first() if key.isdecimal() else None
    if named is None or named.reference() != reference:
        return None
    lock_account(named.account)
    named.refresh_from_db(fields=["session_id"])
    if named.session_id:
        named = _another_page_of(named)
    named.session_id = row.object_id
    named.save(update_fields=["session_id"])
    return named


def _another_page_of(checkout):
    """A row for a second page that Stripe opened for the same Checkout, so that its money has a place too."""
    items = list(checkout.items.all())
    checkout.pk, checkout.session_id, checkout.state = None, "", Checkout.State.OPEN
    checkout.payment, checkout.concern, checkout.settled_at, checkout.settled_by = None, "", None, None
    checkout._state.adding = True
    checkout.save()
    CheckoutItem.objects.bulk_create(
        CheckoutItem(checkout=checkout, invoice_id=item.invoice_id, amount=item.amount) for item in items
    )
    return checkout


def _refund(row, now):
    if row.says["status"] in {"failed", "canceled"}:
        return _refund_failed(row, now)
    if row.says["status"] != "succeeded":
        return _("The money is still on its way.")
    failed = StripeEvent.objects.filter(object_id=row.object_id, says__status__in=["failed", "canceled"])
    if failed.exists():
        return _("It failed meanwhile.")
    payment = _payment_of(row)
    if payment is None:
        return _("Waits for its payment.")
    return card_payments.enter_refund(
        payment=payment, refund=row.object_id, amount=_dollars(row), on=_day_of(row), now=now
    )


def _refund_failed(row, now):
    payment = _payment_of(row)
    if payment is None or not payment.refunds.filter(reference=row.object_id).exists():
        row.waits_for = ""
        return _("Nothing to do.")
    return card_payments.take_again(
        payment=payment, reference=row.object_id, amount=_dollars(row), on=_day_of(row), now=now
    )


def _dispute(row, now):
    is_back = row.says["status"] == "won" or row.kind == "charge.dispute.funds_reinstated"
    if row.says["status"] not in TAKEN and not is_back:
        return _("No money was taken.")
    payment = _payment_of(row)
    if payment is None:
        return _("Waits for its payment.")
    about = {"payment": payment, "amount": _dollars(row), "on": _day_of(row), "now": now}
    outcome = card_payments.take_back(dispute=row.object_id, reason=row.says.get("reason", ""), **about)
    if is_back and Bounce.objects.filter(payment=payment).exists():
        outcome = card_payments.take_again(reference=row.object_id, **about)
    return outcome


def _payment_of(row):
    """The Payment that the event is about; without one yet, the event waits for it."""
    charge = row.says.get("payment_intent", "")
    payment = card_payments.payment_of(charge)
    if payment is None:
        row.waits_for = charge
    return payment


def _dollars(row):
    return Decimal(row.says["amount_total"] if "amount_total" in row.says else row.says["amount"]) / 100


def _day_of(row):
    return timezone.localdate(row.made_at)


_DEEDS = {
    "checkout.session.completed": _session,
    "checkout.session.async_payment_succeeded": _session,
    "checkout.session.async_payment_failed": _session_ended,
    "checkout.session.expired": _session_ended,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.closed": _dispute,
    "charge.dispute.funds_withdrawn": _dispute,
    "charge.dispute.funds_reinstated": _dispute,
}
