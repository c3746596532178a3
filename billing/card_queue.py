"""“Paid, no seat”: staff settle card money that did not find what it was meant for; each time with who and how."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .accounting import lock_account
from .allocating import unapplied_of
from .models import Checkout, Payment, Refund
from .models.account import NOTHING
from .paying import apply_credit, refund_payment
from .refusing import CannotBill
from .stripe_calls import StripeIsSilent, StripeRefuses, refund_charge


@transaction.atomic
def settle_by_applying(*, checkout, pays, unapplied, settled_by, now):
    """Set what is left of the card payment against other invoices; once nothing is left, it is settled.

    `pays` and `unapplied` are as `paying.apply_credit` wants them. Raises CannotBill.
    """
    checkout = _unsettled(checkout)
    _left_of(checkout)
    apply_credit(payment=checkout.payment, pays=pays, unapplied=unapplied, applied_by=settled_by, now=now)
    if not unapplied_of(checkout.payment):
        parts = ", ".join(f"{invoice} ${amount:,.2f}" for invoice, amount in pays if amount)
        _settle(checkout, _("Set against invoices: %(parts)s") % {"parts": parts}, settled_by, now)
    return checkout


@transaction.atomic
def settle_with_note(*, checkout, note, settled_by, now):
    """Leave the money as it is now, and say why that settles it. Raises CannotBill."""
    checkout = _unsettled(checkout)
    _settle(checkout, note, settled_by, now)
    return checkout


def refund_to_card(*, checkout, reason, refunded_by, now):
    """Send what is left of a card payment back to the card, through Stripe. Raises CannotBill.

    Returns the Refund, or None where it takes its time: it is entered once Stripe tells that it is through.
    Stripe is asked between two transactions, with one key for this refund: pressed again after an answer that was
    lost, nothing is refunded twice.
    """
    with transaction.atomic(durable=True):
        checkout = _locked(checkout)
        amount = _left_of(checkout)
        key = f"{checkout.reference()}-refund-{checkout.payment.refunds.count()}-{amount}"
    try:
        refunded = refund_charge(charge=checkout.payment.reference, amount=amount, key=key)
    except StripeIsSilent as error:
        raise CannotBill(
            _("Stripe cannot be reached right now. Press again in a few minutes: it is not refunded twice.")
        ) from error
    except StripeRefuses as error:
        raise CannotBill(_("Stripe does not refund this: %(why)s") % {"why": error}) from error
    return _enter_refund(checkout, refunded, amount, reason, refunded_by, now)


@transaction.atomic
def _enter_refund(checkout, refunded, amount, reason, refunded_by, now):
    checkout = _locked(checkout)
    # Stripe's own news of it may have been faster.
    refund = Refund.objects.filter(method=Payment.Method.CARD_ONLINE, reference=refunded.id).first()
    if refund is None and refunded.status == "succeeded":
        refund = refund_payment(
            payment=checkout.payment,
            amount=amount,
            method=Payment.Method.CARD_ONLINE,
            reference=refunded.id,
            reason=reason,
            refunded_on=timezone.localdate(now),
            recorded_by=refunded_by,
            now=now,
        )
    if checkout.is_paid_no_seat():
        how = _("$%(amount)s sent back to the card: %(reason)s") % {"amount": f"{amount:,.2f}", "reason": reason}
        _settle(checkout, how, refunded_by, now)
    return refund


def _locked(checkout):
    """The Checkout as it is now, its account locked."""
    lock_account(checkout.account)
    return Checkout.objects.select_related("account__district", "payment__account").get(pk=checkout.pk)


def _unsettled(checkout):
    checkout = _locked(checkout)
    if not checkout.is_paid_no_seat():
        raise CannotBill(_("There is nothing to settle, or it is settled already."))
    return checkout


def _left_of(checkout):
    """Decimal dollars of the payment that are set against no invoice."""
    left = unapplied_of(checkout.payment) if checkout.payment else NOTHING
    if not left:
        raise CannotBill(_("Nothing of this payment is left."))
    return left


def _settle(checkout, how, settled_by, now):
    checkout.settled_at, checkout.settled_by, checkout.settled_how = now, settled_by, how[:300]
    checkout.save(update_fields=["settled_at", "settled_by", "settled_how"])
    record(deed="settle_checkout", on=checkout, by=settled_by, now=now, changes={"settled_how": ["", how[:300]]})
