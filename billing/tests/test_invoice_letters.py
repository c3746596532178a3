import pytest
from django.utils import timezone

from billing.invoicing import write_off_invoice
from billing.linking import address_of_link
from billing.models import AccountLink, Payee
from districts.tests.factories import create_district, create_membership
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .factories import create_account, create_bill, create_invoice, create_purchase_order, pay, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return create_district(name="San Juan Unified")


@pytest.fixture
def lead(district):
    return create_membership(district=district, is_lead=True).user


def text_to(address, news):
    return render(Email.objects.get(to=address, template=f"billing/email/{news}")).body


def test_accounts_payable_and_the_registrar_each_get_the_invoice(district, lead):
    account = create_account(district=district, ap_name="Ada", ap_email="AP@Example.org")

    invoice = create_invoice("450.00", district=district, opened_by=lead)

    letters = {email.to: email for email in Email.objects.filter(template="billing/email/invoice_issued")}
    assert set(letters) == {lead.email, "ap@example.org"}
    link = address_of_link(AccountLink.objects.get())
    assert letters["ap@example.org"].is_private and not letters[lead.email].is_private
    assert letters["ap@example.org"].context["account_url"] == link
    assert letters[lead.email].context["account_url"].endswith(account.get_absolute_url())
    assert render(letters[lead.email]).attachments[0].filename == f"{invoice.number}.pdf"


def test_letter_says_what_to_pay_by_when_and_how(district, lead):
    Payee.objects.create(
        pk=1, name="LMI", remit_to="P.O. Box 13\nSacramento, CA 95812", w9_url="https://example.org/w9.pdf", net_days=30
    )
    invoice = create_invoice("450.00", district=district, opened_by=lead)

    text = text_to(lead.email, "invoice_issued")

    due = f"{invoice.due_on:%B} {invoice.due_on.day}, {invoice.due_on.year}"
    assert f"$450.00 to pay by {due}\nPurchase order to follow\n" in text
    assert f"Pay by check, payable to LMI, or by ACH as the invoice says. Please name {invoice.number} with it." in text
    assert "Checks go to: P.O. Box 13, Sacramento, CA 95812\nOur W-9: https://example.org/w9.pdf" in text


def test_both_forms_of_a_letter_name_the_gathering(district, lead):
    create_invoice("450.00", district=district, opened_by=lead, subject="Summer Institute")

    message = render(Email.objects.get(to=lead.email, template="billing/email/invoice_issued"))

    assert "Summer Institute\nThe team\n" in message.body
    assert "<strong>Summer Institute</strong>" in message.alternatives[0].content


def test_letters_are_in_english_whatever_the_papers_are_in(district, lead):
    create_account(district=district, language="es")

    invoice = create_invoice("450.00", district=district, opened_by=lead)

    email = Email.objects.get(to=lead.email, template="billing/email/invoice_issued")
    assert (invoice.language, email.language) == ("es", "en")


def test_words_of_card_shops_are_not_ours(district, lead):
    bill = create_bill(district=district, opened_by=lead)
    settle(bill, "450.00")
    settle(bill, "300.00")
    settle(bill, items=[])

    for email in Email.objects.filter(template__startswith="billing/"):
        message = render(email)
        said = f"{message.subject} {message.body} {message.alternatives[0].content}".lower()
        assert [word for word in ("secure payment", "order failed", "customer", "checkout") if word in said] == []


def test_replacing_invoice_says_which_one_is_void_and_what_was_paid(district, lead):
    first = create_invoice("450.00", district=district, opened_by=lead)
    pay(first.account, "100.00", pays=[(first, first.total - 350)])

    credit_note, second = settle(first.bill, "300.00")

    text = text_to(lead.email, "invoice_replaced")
    assert (
        f"Invoice {second.number} of $300.00 is attached. It replaces invoice {first.number}, which credit note"
        f" {credit_note.number} takes back whole (The team changed). Please pay the new one alone." in text
    )
    assert "$200.00 to pay by" in text
    assert "($100.00 of $300.00 is paid)" in text


def test_replacing_invoice_that_is_paid_asks_for_no_payment(district, lead):
    first = create_invoice("450.00", district=district, opened_by=lead)
    pay(first.account, "450.00", pays=[(first, first.total)])

    settle(first.bill, "300.00")

    message = render(Email.objects.get(to=lead.email, template="billing/email/invoice_replaced"))
    assert "$300.00, paid already: nothing to pay" in message.body
    assert "Please pay" not in message.body + message.alternatives[0].content


def test_credit_note_alone_asks_for_nothing(district, lead):
    invoice = create_invoice("450.00", district=district, opened_by=lead)

    credit_note = write_off_invoice(invoice=invoice, by=lead, reason="Host district", now=timezone.now())

    text = text_to(lead.email, "invoice_credited")
    assert "(Host district). Nothing is to be paid for it any more" in text
    assert "to pay by" not in text
    assert credit_note.number in text


def test_purchase_order_is_named_once_it_is_there(district, lead):
    order = create_purchase_order(create_account(district=district), number="PO-77")

    create_invoice("450.00", district=district, opened_by=lead, purchase_order=order)

    text = text_to(lead.email, "invoice_issued")
    assert "Purchase order PO-77" in text
    assert "to follow" not in text


def test_registrar_who_waits_for_approval_is_led_to_the_team_alone(district):
    asker = create_membership(district=district, state="requested").user

    bill = create_invoice("450.00", district=district, opened_by=asker).bill

    text = text_to(asker.email, "invoice_issued")
    assert "/account/" not in text
    assert f"The team: http://localhost:8000{bill.path}" in text


def test_one_person_who_is_both_gets_one_letter(district, lead):
    create_account(district=district, ap_email=lead.email)

    create_invoice("450.00", district=district, opened_by=lead)

    email = Email.objects.get(template="billing/email/invoice_issued")
    assert (email.to, email.is_private) == (lead.email, True)


def test_letters_share_one_link_while_it_lasts(district, lead):
    create_account(district=district, ap_email="ap@example.org")

    create_invoice(district=district, opened_by=lead)
    create_invoice(district=district, opened_by=lead)

    assert AccountLink.objects.count() == 1
