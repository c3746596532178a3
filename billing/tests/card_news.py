"""Card payments as tests make them: a press on the button, somebody who pays at Stripe, the news of it."""

from django.contrib.auth.models import Group
from django.utils import timezone

from billing.card_events import take_in_event
from billing.cards import open_checkout
from billing.models import Account, Checkout, Invoice
from districts.tests.factories import create_user
from lmi_portal.outbox.models import Email

from .stripe_server import event

BACK = "https://portal.example.org/account/3467447/"


def press(*invoices, now=None, return_url=BACK, **fields):
    """Open the payment page for the invoices; return (Checkout, its address)."""
    defaults = {"account": invoices[0].account, "opened_by": invoices[0].bill.opened_by}
    return open_checkout(invoices=list(invoices), return_url=return_url, now=now or timezone.now(), **defaults | fields)


def paid_page(stripe_server, *invoices, **paid):
    """A Checkout of the invoices, and Stripe's session after somebody paid there."""
    checkout, _url = press(*invoices)
    return checkout, stripe_server.pay(checkout.session_id, **paid)


def take_in(kind, told, **fields):
    return take_in_event(event(kind, told, **fields), now=timezone.now())


def create_finance_person(**fields):
    user = create_user(is_staff=True, **fields)
    user.groups.add(Group.objects.get_or_create(name="finance")[0])
    return user


def letters_to(user):
    return [email.context["sentence"] for email in Email.objects.filter(to=user.email).order_by("pk")]


def balance(account):
    return Account.objects.with_balance().get(pk=account.pk).balance


def open_amounts():
    return dict(Invoice.objects.with_open_amount().values_list("number", "open_amount"))


def concern(checkout):
    return Checkout.objects.get(pk=checkout.pk).concern
