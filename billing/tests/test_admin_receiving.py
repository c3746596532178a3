from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from billing.allocating import open_of
from billing.models import Account, Invoice, Payment
from districts.tests.factories import create_district
from lmi_portal.outbox.models import Email
from lmi_portal.tests.staff_pages import messages_of, page_of

from .deed_pages import confirm, look, sent, told
from .factories import create_account, create_invoice, pay

pytestmark = pytest.mark.django_db


def receiving_page(account):
    return page_of(account, "record_payment")


def two_invoices():
    """Of one district, $300.00 due first and $150.00 due later."""
    district, now = create_district(), timezone.now()
    later = create_invoice("150.00", district=district, now=now)
    first = create_invoice("300.00", district=district, now=now - timedelta(days=20))
    return first, later


def opens(*invoices):
    return [open_of(Invoice.objects.get(pk=invoice.pk)) for invoice in invoices]


def test_payment_is_spread_over_the_oldest_and_recorded_once_confirmed(client, staff):
    first, later = two_invoices()
    url, today = receiving_page(first.account), timezone.localdate()

    asked = look(client, url, method="check", reference="88123", amount="$400.00", received_on=today)
    before = Payment.objects.count()
    done = confirm(client, url, asked)

    payment = Payment.objects.get()
    assert told(asked) == [
        f"Check 88123 of $400.00 is recorded, received on {today:%B} {today.day}, {today.year}.",
        f"$300.00 pays {first}, and nothing of it stays open.",
        f"$100.00 pays part of {later}; $50.00 stays open.",
        "The district can open its receipt.",
        "Nobody is written to.",
    ]
    assert (before, payment.recorded_by, payment.reference) == (0, staff, "88123")
    assert opens(first, later) == [Decimal("0.00"), Decimal("50.00")]
    assert messages_of(done) == [f"{payment}: $400.00 is recorded."]


def test_who_gets_the_receipt_is_said_before_they_do(client, staff):
    account = create_account(ap_email="ap@example.org")
    url = receiving_page(account)

    asked = look(client, url, method="ach", amount="5.00")
    before = Email.objects.count()
    confirm(client, url, asked)

    assert told(asked)[-1] == "It is mailed to ap@example.org."
    assert (before, Email.objects.get().to) == (0, "ap@example.org")


def test_typed_amounts_are_taken_as_they_are(client, staff):
    first, later = two_invoices()
    url = receiving_page(first.account)

    asked = look(client, url, method="ach", amount="150.00", **{f"pays_{later.pk}": "150.00"})
    confirm(client, url, asked)

    assert opens(first, later) == [Decimal("300.00"), Decimal("0.00")]


def test_what_is_over_is_said_and_stays_as_credit(client, staff):
    invoice = create_invoice("150.00")
    url = receiving_page(invoice.account)

    asked = look(client, url, method="ach", amount="200.00")
    confirm(client, url, asked)

    assert told(asked)[-3] == (
        "$50.00 is over: it stays as the account’s credit, to be set against an invoice or refunded later."
    )
    assert Payment.objects.with_unapplied().get().unapplied == Decimal("50.00")


def test_an_invoice_paid_meanwhile_leaves_no_credit_that_nobody_asked_for(client, staff):
    first, later = two_invoices()
    url = receiving_page(first.account)

    asked = look(client, url, method="ach", amount="300.00")
    pay(first.account, "300.00", pays=[(first, Decimal("300.00"))])
    again = confirm(client, url, asked)

    assert again.context["form"].non_field_errors() == [
        "Meanwhile an invoice that this should pay was paid or taken back: look at what is open now."
    ]
    assert Payment.objects.count() == 1
    assert opens(first, later) == [Decimal("0.00"), Decimal("150.00")]


def test_payment_from_an_invoice_pays_it_first(client, staff):
    first, later = two_invoices()

    url = client.get(page_of(later, "record_payment")).url
    form = client.get(url).context["form"]
    confirm(client, url, look(client, url, method="ach"))

    assert [invoice for invoice, _field in form.invoice_rows()] == [later, first]
    assert opens(first, later) == [Decimal("300.00"), Decimal("0.00")]


@pytest.mark.parametrize("named", ["99", "gone", "٣", "9" * 30])
def test_an_address_that_names_no_open_invoice_shows_the_oldest_first(client, staff, named):
    first, later = two_invoices()

    page = client.get(f"{receiving_page(first.account)}?invoice={named}")

    assert [invoice for invoice, _field in page.context["form"].invoice_rows()] == [first, later]


def test_check_number_that_is_here_already_is_warned_of(client, staff):
    account = create_account()
    before = pay(account, "100.00", method="check", reference="88123")
    pay(create_account(), "100.00", method="check", reference="88123")
    url = receiving_page(account)

    asked = look(client, url, method="check", reference="88123", amount="100.00")
    confirm(client, url, asked)

    [warning] = asked.context["warnings"]
    assert warning.startswith(f"Check 88123 of $100.00 was recorded already, as {before} on ")
    assert account.payments.count() == 2


def test_two_clicks_record_one_payment(client, staff):
    invoice = create_invoice("150.00")
    url = receiving_page(invoice.account)
    asked = look(client, url, method="ach", amount="100.00")

    confirm(client, url, asked)
    second = confirm(client, url, asked)

    payment = Payment.objects.get()
    assert messages_of(second) == [f"{payment} was recorded already; nothing is recorded twice."]
    assert second.redirect_chain == [(page_of(payment), 302)]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"amount": "0"}, "amount", "A payment is more than nothing."),
        ({"amount": "lots"}, "amount", "Enter a number."),
        (
            {"received_on": timezone.localdate() + timedelta(days=2)},
            "received_on",
            "A payment is recorded once it has come: this day is still ahead.",
        ),
        ({"method": "check"}, "reference", "A check has a number: it finds the check at the bank again."),
        ({"pays": "160.00", "amount": "160.00"}, "pays", "Only $150.00 of it is open."),
        ({"pays": "100.00", "amount": "60.00"}, "amount", "The invoices together take more than the payment has."),
        ({"pays": "-5"}, "pays", "Ensure this value is greater than or equal to 0.00."),
    ],
    ids=["nothing", "no-number", "ahead", "no-check-number", "more-than-open", "more-than-came", "negative"],
)
def test_refusal_stands_at_its_field_and_keeps_what_was_typed(client, staff, typed, field, sentence):
    invoice = create_invoice("150.00")
    pays = f"pays_{invoice.pk}"
    form = {"method": "ach", "amount": "100.00", "note": "By mail"} | typed
    form = {pays if name == "pays" else name: value for name, value in form.items()}

    page = look(client, receiving_page(invoice.account), **form)

    shown = page.context["form"]
    assert shown.errors == {pays if field == "pays" else field: [sentence]}
    assert (told(page), shown["note"].value(), shown["amount"].value()) == (None, "By mail", form["amount"])
    assert Payment.objects.count() == 0


def test_change_brings_back_what_was_typed(client, staff):
    invoice = create_invoice("150.00")
    url = receiving_page(invoice.account)
    asked = look(client, url, method="card_desk", amount="150.00", note="At the door")

    page = client.post(url, sent(asked) | {"step": "change"})

    form = page.context["form"]
    assert (told(page), form["note"].value(), form["amount"].value()) == (None, "At the door", "150.00")
    assert form.errors == {}


def test_a_foreign_invoice_is_paid_by_no_tampered_form(client, staff):
    own, other = create_invoice("150.00"), create_invoice("150.00")
    url = receiving_page(own.account)

    page = look(client, url, method="ach", amount="150.00", **{f"pays_{other.pk}": "150.00"})

    assert len(page.context["form"].non_field_errors()) == 1
    assert opens(own, other) == [Decimal("150.00"), Decimal("150.00")]


def test_online_cards_are_not_recorded_by_hand(client, staff):
    page = look(client, receiving_page(create_account()), method="card_online", amount="5.00", reference=str(uuid4()))

    assert list(page.context["form"].errors) == ["method"]


@pytest.mark.parametrize("count", [1, 3])
def test_receiving_page_takes_as_many_queries_for_many_invoices(client, staff, django_assert_num_queries, count):
    district = create_district()
    for _n in range(count):
        create_invoice(district=district)
    url = receiving_page(Account.objects.get())

    with django_assert_num_queries(4):
        page = client.get(url)

    assert len(page.context["form"].invoice_rows()) == count


def test_address_of_no_account_is_not_found(client, staff):
    assert client.get(reverse("admin:billing_account_record_payment", args=["gone"])).status_code == 404
