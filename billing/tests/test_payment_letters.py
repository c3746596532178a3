from decimal import Decimal

import pytest

from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .card_news import create_finance_person, paid_page, take_in
from .factories import create_account, create_bill, create_invoice, pay, settle

pytestmark = pytest.mark.django_db


def letters():
    return Email.objects.filter(template="billing/email/payment_received").order_by("pk")


def test_a_card_payment_s_receipt_goes_to_who_paid_and_to_accounts_payable(stripe_server):
    account = create_account(ap_name="Pat Payer", ap_email="ap@example.org")
    invoice = create_invoice("150.00", district=account.district)
    _checkout, session = paid_page(stripe_server, invoice)

    take_in("checkout.session.completed", session)

    payer = invoice.bill.opened_by
    assert sorted(letters().values_list("to", flat=True)) == sorted(["ap@example.org", payer.email])


def test_a_check_s_receipt_goes_to_accounts_payable_alone():
    account = create_account(ap_name="Pat Payer", ap_email="ap@example.org")
    invoice = create_invoice("150.00", district=account.district)

    pay(account, "150.00", pays=[(invoice, Decimal("150.00"))], method="check", reference="1044")

    assert list(letters().values_list("to", flat=True)) == ["ap@example.org"]


def test_without_a_contact_nobody_is_written_to():
    account = create_account(ap_email="")

    pay(account, "150.00")

    assert list(letters()) == []


def test_the_letter_says_what_came_what_it_pays_and_what_is_over():
    account = create_account(ap_name="Pat Payer", ap_email="ap@example.org")
    invoice = create_invoice("150.00", district=account.district)
    payment = pay(account, "200.00", pays=[(invoice, Decimal("150.00"))], method="check", reference="1044")

    message = render(letters().get())

    day = f"{payment.received_on:%B} {payment.received_on.day}, {payment.received_on.year}"
    assert message.subject == f"Receipt {payment.number}: $200.00 from {account.district}"
    assert message.body.split("\n--\n")[0] == (
        "Hello Pat Payer,\n\n"
        f"Thank you: $200.00 from {account.district} came on {day} (Check). Its number is 1044. "
        f"The receipt {payment.number} is attached.\n\n"
        f"It pays:\n\n- {invoice.number}: $150.00\n\n"
        "$50.00 of it is credit on the district’s account. We will write or call about it; you can also answer this "
        "e-mail.\n"
    )
    [(name, content, kind)] = message.attachments
    assert (name, content[:5], kind) == (f"{payment.number}.pdf", b"%PDF-", "application/pdf")


def test_the_call_for_staff_says_why_and_leads_to_the_row(stripe_server):
    create_finance_person(email="money@example.org")
    bill = create_bill()
    invoice = create_invoice("150.00", bill=bill)
    checkout, session = paid_page(stripe_server, invoice)
    settle(bill, items=[], cause="cancellation")

    take_in("checkout.session.completed", session)

    message = render(Email.objects.get(to="money@example.org"))
    assert message.subject == f"A card payment needs you: $150.00 from {bill.account.district}"
    assert message.body.split("\n--\n")[0] == (
        f"{invoice.number} was taken back before the money came: $150.00 stays as credit.\n\n"
        "Please look, and settle it: set the money against another invoice, send it back, or leave it as credit.\n"
        f"http://localhost:8000/admin/billing/checkout/{checkout.pk}/change/\n"
    )
