"""Card money that came, and card money that went back, as Stripe tells of it; the order of its news never matters."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .accounting import lock_account
from .allocating import allocate, open_of, unapplied_of
from .card_letters import tell_staff
from .models import Allocation, Checkout, Invoice, Payment, Refund
from .models.account import NOTHING
from .paying import bounce_payment, record_payment, refund_payment
from .refusing import CannotBill

ONLINE = Payment.Method.CARD_ONLINE


def payment_of(charge):
    """The Payment that a charge (Stripe's “pi_…”) was recorded as, or None."""
    return Payment.objects.filter(method=ONLINE, reference=charge).select_related("account__district").first()


@transaction.atomic
def take_payment(*, checkout, charge, amount, paid_at, now):
    """Record what was paid on a Checkout's page, once, and pay with it what it was meant for; return the Payment.

    An invoice that was replaced meanwhile passes its money on to the one that stands. What is left stays as the
    account's credit and waits for staff as *paid, no seat*; so does an amount that is not the one asked for.
    """
    account = lock_account(checkout.account)
    known = payment_of(charge)
    if known:
        return known
    checkout = Checkout.objects.select_related("opened_by").get(pk=checkout.pk)
    pays, worries = _meant_for(checkout, amount)
    payment = record_payment(
        account=account,
        method=ONLINE,
        amount=amount,
        received_on=min(timezone.localdate(paid_at), timezone.localdate(now)),
        recorded_by=None,
        now=now,
        pays=pays,
        reference=charge,
        payer=checkout.opened_by,
    )
    checkout.state, checkout.payment = Checkout.State.PAID, payment
    checkout.save(update_fields=["state", "payment"])
    if worries:
        add_concern(checkout, " ".join(worries), about=charge, now=now)
    return payment


def _meant_for(checkout, amount):
    """([(invoice, Decimal dollars)], sentences on what found no invoice)."""
    left, pays, worries = amount, [], []
    if amount != checkout.amount:
        worries.append(
            _("$%(paid)s came where $%(asked)s was asked.")
            % {"paid": f"{amount:,.2f}", "asked": f"{checkout.amount:,.2f}"}
        )
    for item in checkout.items.select_related("invoice").order_by("pk"):
        standing = Invoice.objects.standing().filter(bill=item.invoice.bill_id).first()
        came = min(item.amount, left)
        part = min(came, open_of(standing)) if standing else NOTHING
        left -= part
        pays.append((standing, part))
        if part < came:
            worries.append(_worry(item, standing, came - part))
    return pays, worries


def _worry(item, standing, rest):
    if standing is None:
        sentence = _("%(invoice)s was taken back before the money came: $%(rest)s stays as credit.")
    elif standing == item.invoice:
        sentence = _("Less was open of %(invoice)s when the money came: $%(rest)s stays as credit.")
    else:
        sentence = _("%(standing)s replaced %(invoice)s before the money came: $%(rest)s stays as credit.")
    return sentence % {"invoice": item.invoice, "standing": standing, "rest": f"{rest:,.2f}"}


@transaction.atomic
def take_back(*, payment, dispute, amount, reason, on, now):
    """The cardholder's bank took a charge back: the payment bounces. Returns what came of it, as a sentence."""
    lock_account(payment.account)
    payment = Payment.objects.select_related("account").get(pk=payment.pk)
    if payment.has_bounced():
        return _("Taken back already.")
    why = _("Disputed by the cardholder: %(reason)s (%(dispute)s)") % {"reason": reason, "dispute": dispute}
    try:
        if amount != payment.amount:
            raise CannotBill(_("Only a part of the payment is disputed."))
        bounce_payment(payment=payment, reason=why[:300], bounced_on=on, recorded_by=None, now=now)
    except CannotBill as refusal:
        outcome = _("%(why)s. $%(amount)s is not in the books: %(refusal)s") % {
            "why": why,
            "amount": f"{amount:,.2f}",
            "refusal": refusal,
        }
    else:
        outcome = _("%(why)s. $%(amount)s went back, and its invoices are open again.") % {
            "why": why,
            "amount": f"{amount:,.2f}",
        }
    add_concern(payment.checkout, outcome, about=dispute, now=now)
    return outcome


@transaction.atomic
def take_again(*, payment, reference, amount, on, now):
    """Money of a charge that had gone back came once more (a dispute won, a refund that failed), once for `reference`.

    It pays what the charge was meant for, as far as that is open. Returns what came of it, as a sentence.
    """
    account = lock_account(payment.account)
    if payment_of(reference):
        return _("Recorded already.")
    pays, _worries = _meant_for(payment.checkout, amount)
    again = record_payment(
        account=account,
        method=ONLINE,
        amount=amount,
        received_on=min(on, timezone.localdate(now)),
        recorded_by=None,
        now=now,
        pays=pays,
        reference=reference,
        note=_("Came back to %(payment)s") % {"payment": payment.number},
    )
    outcome = _("$%(amount)s of %(payment)s came back as %(again)s.") % {
        "amount": f"{amount:,.2f}",
        "payment": payment,
        "again": again,
    }
    add_concern(payment.checkout, outcome, about=reference, now=now)
    return outcome


@transaction.atomic
def enter_refund(*, payment, refund, amount, on, now):
    """Enter money that Stripe sent back to the card, once for each `refund` (“re_…”); return a sentence.

    Money that pays an invoice is taken off it first, the latest first, for it is gone.
    """
    lock_account(payment.account)
    if Refund.objects.filter(method=ONLINE, reference=refund).exists():
        return _("Entered already.")
    payment = Payment.objects.select_related("account").get(pk=payment.pk)
    try:
        with transaction.atomic():
            opened = [] if payment.has_bounced() else _free(payment, amount, reason=refund, now=now)
            refund_payment(
                payment=payment,
                amount=amount,
                method=ONLINE,
                reference=refund,
                reason=_("Refunded at Stripe"),
                refunded_on=min(on, timezone.localdate(now)),
                recorded_by=None,
                now=now,
            )
    except CannotBill as refusal:
        outcome = _("$%(amount)s was refunded at Stripe (%(refund)s) and is not in the books: %(refusal)s") % {
            "amount": f"{amount:,.2f}",
            "refund": refund,
            "refusal": refusal,
        }
        add_concern(payment.checkout, outcome, about=refund, now=now)
        return outcome
    if opened:
        numbers = ", ".join(str(invoice) for invoice in opened)
        outcome = _("$%(amount)s was refunded at Stripe, so this is open again: %(invoices)s.") % {
            "amount": f"{amount:,.2f}",
            "invoices": numbers,
        }
        add_concern(payment.checkout, outcome, about=refund, now=now)
        return outcome
    return _("Refund of $%(amount)s entered.") % {"amount": f"{amount:,.2f}"}


def _free(payment, amount, *, reason, now):
    """Take as much of the payment off its invoices as a refund of `amount` needs; return those invoices."""
    missing = amount - unapplied_of(payment)
    opened = []
    if missing <= 0:
        return opened
    for invoice in Invoice.objects.filter(allocations__payment=payment).distinct().order_by("-pk"):
        rows = Allocation.objects.filter(payment=payment, invoice=invoice).values_list("amount", flat=True)
        part = min(missing, sum(rows, NOTHING))
        if part > 0:
            allocate(payment, invoice, -part, by=None, now=now, reason=reason)
            opened.append(invoice)
            missing -= part
    return opened


@transaction.atomic
def add_concern(checkout, sentence, *, about, now):
    """Put a Checkout into the queue of those that staff must look at, again where they had settled it, and say why."""
    lock_account(checkout.account)
    checkout = Checkout.objects.select_related("account__district").get(pk=checkout.pk)
    if sentence in checkout.concern:
        return
    checkout.concern = f"{checkout.concern} {sentence}".strip()
    checkout.settled_at = checkout.settled_by = None
    checkout.save(update_fields=["concern", "settled_at", "settled_by"])
    tell_staff(sentence, checkout=checkout, about=about, now=now)
