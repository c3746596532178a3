"""Money that comes in and goes back: payments, what they pay, bounces and refunds."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .accounting import lock_account
from .allocating import allocate, open_of, take_off, unapplied_of
from .ledger_entries import enter
from .models import Bounce, Counter, Invoice, Payee, Payment, Refund
from .models.account import NOTHING
from .numbering import next_number
from .paper_facts import bill_to_facts, dollars_text, payee_facts
from .payment_letters import tell_of_payment
from .refusing import CannotBill


@transaction.atomic
def record_payment(
    *,
    account,
    method,
    amount,
    received_on,
    recorded_by,
    now,
    pays=(),
    reference="",
    note="",
    submission=None,
    payer=None,
):
    """Take in money; `pays` is a list of (invoice, Decimal dollars), and what is over stays as the account's credit.

    A `submission` (UUID) that was recorded before gives the payment of that time, and nothing is recorded. The receipt
    is mailed to accounts payable, and to the `payer` (a user) where there is one.
    Returns the Payment, whose number is the receipt's. Raises CannotBill.
    """
    account = lock_account(account)
    recorded = submission and Payment.objects.filter(submission=submission, account=account).first()
    if recorded:
        return recorded
    if amount <= 0:
        raise CannotBill(_("A payment is more than nothing."), field="amount")
    if received_on > timezone.localdate(now):
        raise CannotBill(_("A payment is recorded once it has come: this day is still ahead."), field="received_on")
    if method == Payment.Method.CHECK and not reference:
        raise CannotBill(_("A check has a number: it finds the check at the bank again."), field="reference")
    pays = [(invoice, part) for invoice, part in pays if part]
    if sum((part for _invoice, part in pays), NOTHING) > amount:
        raise CannotBill(_("The invoices together take more than the payment has."), field="amount")
    number = next_number(Counter.Series.RECEIPT, on=timezone.localdate(now))
    over = amount - sum((part for _invoice, part in pays), NOTHING)
    facts = {
        "kind": "receipt",
        "number": str(number),
        "received_on": received_on.isoformat(),
        "method": str(method),
        "reference": reference,
        "amount": dollars_text(amount),
        "applied": [{"invoice": invoice.number, "amount": dollars_text(part)} for invoice, part in pays],
        "unapplied": dollars_text(over),
        "payee": payee_facts(Payee.current(), account),
        "bill_to": bill_to_facts(account),
    }
    payment = Payment.objects.create(
        **number.as_fields(),
        facts=facts,
        language=account.language,
        account=account,
        method=method,
        reference=reference,
        amount=amount,
        received_on=received_on,
        note=note,
        recorded_at=now,
        recorded_by=recorded_by,
        submission=submission,
    )
    enter(account=account, paper=payment, by=recorded_by, now=now)
    for invoice, part in pays:
        _apply(payment, invoice, part, by=recorded_by, now=now)
    record(deed="record_payment", on=payment, by=recorded_by, now=now, changes={"amount": ["", dollars_text(amount)]})
    tell_of_payment(payment, account, payer=payer, now=now)
    return payment


@transaction.atomic
def apply_payment(*, payment, invoice, amount, applied_by, now):
    """Set money of a payment that is set against no invoice against this one. Raises CannotBill."""
    lock_account(payment.account)
    payment = Payment.objects.select_related("account").get(pk=payment.pk)
    if amount > unapplied_of(payment):
        raise CannotBill(_("Less of this payment is left than that."), field="amount")
    _apply(payment, invoice, amount, by=applied_by, now=now)
    record(deed="apply_payment", on=payment, by=applied_by, now=now, changes={invoice.number: ["", str(amount)]})


@transaction.atomic
def apply_credit(*, payment, pays, unapplied, applied_by, now):
    """Set what is left of a payment against several invoices, [(invoice, Decimal dollars)]: all of it or nothing.

    `unapplied` is what the person saw left of it: where something else is left by now, as after the same form sent
    twice, nothing is done. Raises CannotBill.
    """
    lock_account(payment.account)
    payment = Payment.objects.select_related("account").get(pk=payment.pk)
    if unapplied_of(payment) != unapplied:
        raise CannotBill(_("Meanwhile the money of this payment was moved: look at what is left of it now."))
    pays = [(invoice, part) for invoice, part in pays if part]
    if not pays:
        raise CannotBill(_("Say which invoice it pays."))
    for invoice, part in pays:
        apply_payment(payment=payment, invoice=invoice, amount=part, applied_by=applied_by, now=now)


def _apply(payment, invoice, amount, *, by, now):
    invoice = Invoice.objects.select_related("credit_note").get(pk=invoice.pk)
    if invoice.account_id != payment.account_id:
        raise CannotBill(_("%(invoice)s is another district’s.") % {"invoice": invoice}, field="invoice")
    if amount <= 0:
        raise CannotBill(_("Say how much of it pays %(invoice)s.") % {"invoice": invoice}, field="amount")
    if invoice.is_credited():
        raise CannotBill(_("%(invoice)s was taken back by a credit note.") % {"invoice": invoice}, field="invoice")
    if amount > open_of(invoice):
        raise CannotBill(
            _("Only $%(open)s of %(invoice)s is open.") % {"open": f"{open_of(invoice):,.2f}", "invoice": invoice},
            field="amount",
        )
    allocate(payment, invoice, amount, by=by, now=now)


@transaction.atomic
def bounce_payment(*, payment, reason, bounced_on, recorded_by, now):
    """The bank took a payment back: what it paid is open again. Returns the Bounce. Raises CannotBill."""
    lock_account(payment.account)
    payment = Payment.objects.select_related("account").get(pk=payment.pk)
    if payment.has_bounced():
        raise CannotBill(_("This payment has bounced already."))
    if payment.refunds.exists():
        raise CannotBill(_("Part of this payment was refunded, so it cannot have bounced."))
    take_off(payment.allocations, by=recorded_by, now=now, reason=reason[:200])
    bounce = Bounce.objects.create(
        payment=payment, reason=reason, bounced_on=bounced_on, recorded_at=now, recorded_by=recorded_by
    )
    enter(account=payment.account, paper=bounce, by=recorded_by, now=now)
    record(deed="bounce_payment", on=payment, by=recorded_by, now=now, changes={"reason": ["", reason]})
    return bounce


@transaction.atomic
def refund_payment(*, payment, amount, method, reason, refunded_on, recorded_by, now, reference="", submission=None):
    """Money of a payment that is set against no invoice went back. Returns the Refund. Raises CannotBill.

    A `submission` (UUID) that was recorded before gives the refund of that time, and nothing is recorded.
    """
    lock_account(payment.account)
    recorded = submission and Refund.objects.filter(submission=submission, payment=payment).first()
    if recorded:
        return recorded
    payment = Payment.objects.select_related("account").get(pk=payment.pk)
    if amount <= 0:
        raise CannotBill(_("A refund is more than nothing."), field="amount")
    if amount > unapplied_of(payment):
        raise CannotBill(
            _("Only $%(left)s of this payment is set against no invoice.") % {"left": f"{unapplied_of(payment):,.2f}"},
            field="amount",
        )
    refund = Refund.objects.create(
        payment=payment,
        amount=amount,
        method=method,
        reference=reference,
        reason=reason,
        refunded_on=refunded_on,
        recorded_at=now,
        recorded_by=recorded_by,
        submission=submission,
    )
    enter(account=payment.account, paper=refund, by=recorded_by, now=now)
    record(deed="refund_payment", on=payment, by=recorded_by, now=now, changes={"amount": ["", str(amount)]})
    return refund
