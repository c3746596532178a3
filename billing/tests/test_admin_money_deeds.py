from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from billing.allocating import open_of, unapplied_of
from billing.models import Account, Bounce, CreditNote, Invoice, Payment, Refund
from districts.tests.factories import create_district
from lmi_portal.outbox.models import Email
from lmi_portal.tests.staff_pages import messages_of, page_of

from .deed_pages import confirm, look, told
from .factories import create_account, create_invoice, pay

pytestmark = pytest.mark.django_db


def offered(client, row):
    return [str(one["title"]) for one in client.get(page_of(row)).context["actions_detail"]]


def test_credit_is_set_against_invoices(client, staff):
    district = create_district()
    first, second = (create_invoice("100.00", district=district) for _n in range(2))
    payment = pay(first.account, "150.00")
    url = page_of(payment, "apply")

    asked = look(client, url)
    confirm(client, url, asked)

    assert told(asked) == [
        f"$100.00 pays {first}, and nothing of it stays open.",
        f"$50.00 pays part of {second}; $50.00 stays open.",
        "$0.00 of this payment is still set against no invoice.",
    ]
    assert [open_of(invoice) for invoice in Invoice.objects.order_by("pk")] == [Decimal("0.00"), Decimal("50.00")]


def test_credit_is_set_once_by_two_clicks(client, staff):
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "80.00")
    url = page_of(payment, "apply")
    asked = look(client, url, **{f"pays_{invoice.pk}": "30.00"})

    confirm(client, url, asked)
    second = confirm(client, url, asked)

    assert second.context["form"].non_field_errors() == [
        "Meanwhile the money of this payment was moved: look at what is left of it now."
    ]
    assert open_of(Invoice.objects.get()) == Decimal("70.00")


def test_credit_goes_nowhere_where_nothing_is_open(client, staff):
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "80.00")

    page = look(client, page_of(payment, "apply"), **{f"pays_{invoice.pk}": "0"})

    assert page.context["form"].non_field_errors() == ["Say which invoice it pays."]


def test_page_says_where_no_invoice_is_open(client, staff):
    payment = pay(create_account(), "80.00")

    page = client.get(page_of(payment, "apply"))

    assert page.context["about"] == [
        "$80.00 of $80.00 is set against no invoice.",
        "No invoice of this district is open: the money waits, or is refunded.",
    ]


def test_refund_is_of_money_that_pays_nothing(client, staff):
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "150.00", pays=[(invoice, Decimal("100.00"))])
    url = page_of(payment, "refund")

    too_much = look(client, url, amount="60.00", reason="Paid twice")
    asked = look(client, url, reason="Paid twice", reference="1001")
    confirm(client, url, asked), confirm(client, url, asked)

    refund = Refund.objects.get()
    assert too_much.context["form"].errors == {"amount": ["Only $50.00 of this payment is set against no invoice."]}
    assert (refund.amount, refund.reference, refund.recorded_by) == (Decimal("50.00"), "1001", staff)
    assert told(asked)[-1] == "$0.00 of this payment is still set against no invoice."


def test_bounce_opens_what_was_paid(client, staff):
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "100.00", method="check", reference="7", pays=[(invoice, Decimal("100.00"))])
    url = page_of(payment, "bounce")

    asked = look(client, url, reason="Insufficient funds")
    confirm(client, url, asked)
    second = confirm(client, url, asked)

    assert told(asked) == [
        "The district owes $100.00 more.",
        f"Open again: {invoice}.",
        "Nobody is written to; nothing can undo this.",
    ]
    assert (Bounce.objects.get().reason, open_of(Invoice.objects.get())) == ("Insufficient funds", Decimal("100.00"))
    assert second.context["form"].non_field_errors() == ["This payment has bounced already."]
    assert f"{date_format(timezone.localdate())}: Insufficient funds" in client.get(page_of(payment)).content.decode()


def test_write_off_frees_what_was_paid(client, staff):
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "40.00", pays=[(invoice, Decimal("40.00"))])
    url = page_of(invoice, "write_off")
    mails = Email.objects.count()

    asked = look(client, url, reason="The district was closed")
    rehearsed = (CreditNote.objects.count(), Email.objects.count())
    done = confirm(client, url, asked)
    second = confirm(client, url, asked)

    credit_note = CreditNote.objects.get()
    assert told(asked) == [
        f"A credit note takes back {invoice}, all $100.00 of it, and no invoice takes its place.",
        "The $40.00 that was paid for it becomes the account’s credit.",
        f"It is mailed to {invoice.bill.opened_by.email}.",
    ]
    assert rehearsed == (0, mails)
    assert (credit_note.reason, unapplied_of(Payment.objects.get())) == ("The district was closed", payment.amount)
    assert messages_of(done) == [f"{credit_note} takes it back."]
    assert second.context["form"].non_field_errors() == ["This invoice was taken back already."]


def test_invoice_is_issued_again_with_the_bill_to_of_today(client, staff):
    invoice = create_invoice("100.00")
    Account.objects.update(bill_to_name="County Office")
    url = page_of(invoice, "reissue")

    asked = look(client, url, reason="Another payer")
    confirm(client, url, asked)
    second = confirm(client, url, asked)

    new = Invoice.objects.standing().get()
    assert told(asked)[1] == "It says today’s bill-to, purchase order and payee: County Office."
    assert (new.facts["bill_to"]["name"], new.total, Invoice.objects.count()) == ("County Office", invoice.total, 2)
    assert second.context["form"].non_field_errors() == [f"{invoice} was taken back already."]


@pytest.mark.parametrize("deed", ["write_off", "reissue"])
def test_an_invoice_is_taken_back_only_with_a_reason(client, staff, deed):
    page = look(client, page_of(create_invoice(), deed), reason="")

    assert (page.context["form"].errors, CreditNote.objects.count()) == ({"reason": ["This field is required."]}, 0)


def test_pages_offer_only_what_can_be_done(client, staff):
    invoice = create_invoice("100.00")
    credit = pay(invoice.account, "10.00")
    applied = pay(invoice.account, "50.00", pays=[(invoice, Decimal("50.00"))])
    bounced = pay(invoice.account, "5.00")
    confirm(client, url := page_of(bounced, "bounce"), look(client, url, reason="No funds"))
    before = offered(client, invoice)
    confirm(client, url := page_of(invoice, "write_off"), look(client, url, reason="Closed"))

    assert before == ["PDF", "Record a payment", "Issue again", "Write off"]
    assert offered(client, invoice) == ["PDF"]
    assert offered(client, credit) == ["PDF", "Set against invoices", "Refund", "It bounced"]
    assert offered(client, bounced) == ["PDF"]
    assert offered(client, applied) == ["PDF", "Set against invoices", "Refund", "It bounced"]
