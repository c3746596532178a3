"""Paying by card on Stripe's own page: on only where STRIPE_SECRET_KEY is set."""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .accounting import lock_account
from .models import Checkout, CheckoutItem, Invoice
from .models.account import NOTHING
from .paper_facts import dollars_text
from .refusing import CannotBill
from .stripe_calls import StripeIsSilent, StripeRefuses, look_at_session, open_session

# Stripe's own limits on one payment.
MOST_INVOICES = 100
MOST_DOLLARS = Decimal("999999.99")
# More than any key has, and fewer than a database refuses to look for.
MOST_DIGITS = 18
# A page that is older than this may end while somebody types, so a new one is opened.
REUSED_FOR = timedelta(minutes=45)


def are_on():
    return bool(settings.STRIPE_SECRET_KEY)


def let_forms_lead_to_stripe(response):
    """Let a form on this page be answered with Stripe's: Chromium holds redirects of a form to the policy too."""
    if are_on():
        response._csp_update = {"form-action": [settings.STRIPE_CHECKOUT_ORIGIN]}
    return response


def came_back_from(account, key):
    """The Checkout that Stripe led back from to the account’s page, by the key in “?checkout=17”, or None."""
    if not key.isdecimal() or len(key) > MOST_DIGITS:
        return None
    return Checkout.objects.filter(account=account, pk=key).select_related("payment").first()


def open_checkout(*, account, invoices, opened_by, return_url, now, by_label=""):
    """Open Stripe's payment page for what is open of `invoices`; return (Checkout, the page's address).

    Pressed again, it is the same page. `opened_by` is None where the accounts-payable contact came by their link, and
    `by_label` says who. `return_url` is where Stripe leads back to; after paying, with “?checkout=” and the row's key.
    Must not be called in a transaction: the account is locked while the amounts are read, and free while Stripe is
    asked. Raises CannotBill.
    """
    if not are_on():
        raise CannotBill(_("Cards are not taken here."))
    checkout = _checkout_for(account, invoices, opened_by, now, by_label)
    try:
        session = _session_of(checkout, return_url)
    except StripeIsSilent as error:
        raise CannotBill(
            _(
                "The page for card payments cannot be reached right now, and nothing was charged. Please try again in "
                "a few minutes, or pay by check or ACH."
            )
        ) from error
    except StripeRefuses as error:
        raise CannotBill(_("Stripe does not take this payment: %(why)s") % {"why": error}) from error
    if session.status == "complete":
        raise CannotBill(_("Your card payment is being confirmed: there is nothing more to do."))
    if session.status == "expired":
        Checkout.objects.filter(pk=checkout.pk, state=Checkout.State.OPEN).update(state=Checkout.State.EXPIRED)
        return open_checkout(
            account=account,
            invoices=invoices,
            opened_by=opened_by,
            return_url=return_url,
            now=now,
            by_label=by_label,
        )
    return checkout, session.url


def _checkout_for(account, invoices, opened_by, now, by_label):
    """The row of the page, written before Stripe is asked, so that no page exists which the portal knows nothing of."""
    with transaction.atomic(durable=True):
        account = lock_account(account)
        amounts = _open_amounts(account, invoices)
        same = _same_checkout(account, amounts, opened_by, now)
        if same:
            return same
        checkout = Checkout.objects.create(
            account=account, amount=sum(amounts.values()), opened_at=now, opened_by=opened_by
        )
        CheckoutItem.objects.bulk_create(
            CheckoutItem(checkout=checkout, invoice=invoice, amount=amount) for invoice, amount in amounts.items()
        )
        record(
            deed="open_checkout",
            on=checkout,
            by=opened_by,
            by_label=by_label,
            now=now,
            changes={"amount": ["", dollars_text(checkout.amount)]},
        )
        return checkout


def _open_amounts(account, invoices):
    """{invoice: Decimal dollars still open}, from the database."""
    wanted = Invoice.objects.filter(account=account, pk__in=[invoice.pk for invoice in invoices])
    amounts = {invoice: invoice.open_amount for invoice in wanted.unpaid().order_by("pk")}
    if not invoices:
        raise CannotBill(_("Choose which invoices to pay."), field="invoices")
    if len(amounts) < len({invoice.pk for invoice in invoices}):
        raise CannotBill(
            _("Of an invoice that you chose nothing is open any more. Please look at what is owed now."),
            field="invoices",
        )
    if len(amounts) > MOST_INVOICES:
        raise CannotBill(
            _("One card payment takes up to %(most)s invoices.") % {"most": MOST_INVOICES}, field="invoices"
        )
    if sum(amounts.values(), NOTHING) > MOST_DOLLARS:
        raise CannotBill(_("One card payment takes up to $%(most)s.") % {"most": f"{MOST_DOLLARS:,}"}, field="invoices")
    return amounts


def _same_checkout(account, amounts, opened_by, now):
    wanted = {invoice.pk: amount for invoice, amount in amounts.items()}
    recent = Checkout.objects.still_open().filter(
        account=account, opened_by=opened_by, opened_at__gt=now - REUSED_FOR, opened_at__lte=now
    )
    for checkout in recent.select_related("account").prefetch_related("items"):
        if {item.invoice_id: item.amount for item in checkout.items.all()} == wanted:
            return checkout
    return None


def _session_of(checkout, return_url):
    if checkout.session_id:
        return look_at_session(checkout.session_id)
    items = list(checkout.items.select_related("invoice").order_by("pk"))
    session = open_session(checkout=checkout, items=items, return_url=return_url)
    Checkout.objects.filter(pk=checkout.pk, session_id="").update(session_id=session.id)
    checkout.session_id = session.id
    return session
