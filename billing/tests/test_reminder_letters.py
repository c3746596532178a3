import re
from decimal import Decimal

import pytest

from billing.models import Payee
from billing.reminder_letters import ATTACHED_AT_MOST
from districts.tests.factories import create_membership
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .chases import at, beat, owe, set_steps
from .factories import create_account, create_purchase_order, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def steps(db):
    set_steps(30)
    Payee.objects.create(pk=1, email="money@example.org", w9_url="https://example.org/w9.pdf")


def letter_to(to, news="invoices_unpaid"):
    return Email.objects.get(to=to, template=f"billing/email/{news}")


def message_to(to, news="invoices_unpaid"):
    return render(letter_to(to, news))


def test_who_had_left_before_anything_was_owed_is_not_reminded():
    left = create_membership(state="ended")
    left.decided_at = at(8, 1)
    left.save()
    owe(account=create_account(district=left.district), opened_by=left.user)

    assert beat(at(10, 31)) == [0]


def test_letter_says_what_is_open_since_when_and_what_one_can_answer():
    account = create_account(ap_email="ap@example.org", ap_name="Ada Pay")
    order = create_purchase_order(account, number="PO-77", now=at(9, 1))
    invoice = owe("150.00", "1100.00", account=account, purchase_order=order, pays_by="purchase_order",
                  subject="Central Valley Convening", team="O’Brien & Sons")  # fmt: skip
    pay(account, "250.00", pays=[(invoice, Decimal("250.00"))])

    beat(at(10, 31))
    mail = message_to("ap@example.org")

    assert mail.subject == f"{account.district}: a friendly reminder of invoice {invoice.number}"
    assert (
        mail.body
        == f"""\
Hello Ada Pay,

As far as we know, this invoice to {account.district} is still open:

- $1,000.00 · {invoice.number} · of $1,250.00, the rest is paid
  Central Valley Convening · O’Brien & Sons
  was due October 1, 2026, 30 days ago · purchase order PO-77

If the payment is on its way: thank you, there is nothing left to do. If it takes longer, tell us by when to expect \
it, and we will not write again before then. And if something on the invoice keeps it from being paid – the name, the \
address, a purchase order number – we gladly issue it anew.

How to pay is on the invoice, which is attached. Our W-9: https://example.org/w9.pdf

Your account with us:
{letter_to("ap@example.org").context["account_url"]}

Questions, or a date to tell us? money@example.org

--
Labor Management Initiative portal
http://localhost:8000
"""
    )


def test_several_invoices_are_added_up_and_attached():
    account = create_account(ap_email="ap@example.org")
    invoices = [owe("150.00", account=account) for _n in range(ATTACHED_AT_MOST + 1)]

    beat(at(10, 31))
    mail = message_to("ap@example.org")

    assert mail.subject == f"{account.district}: a friendly reminder of {ATTACHED_AT_MOST + 1} invoices"
    assert "Together: $1,650.00" in mail.body
    assert "The first are attached; 1 more is in your account." in mail.body
    assert [one.filename for one in mail.attachments] == [f"{one.number}.pdf" for one in invoices[:ATTACHED_AT_MOST]]
    assert {one.content[:5] for one in mail.attachments} == {b"%PDF-"}


def test_only_accounts_payable_gets_a_link_that_needs_no_signing_in_and_it_opens(client):
    member = create_membership()
    owe(account=create_account(district=member.district, ap_email="ap@example.org"), opened_by=member.user)
    beat(at(10, 31))
    to_accounts_payable, to_member = letter_to("ap@example.org"), letter_to(member.user.email)

    assert (to_accounts_payable.is_private, to_member.is_private) == (True, False)
    assert client.get(to_accounts_payable.context["account_url"]).status_code == 200
    assert client.get(to_member.context["account_url"]).status_code == 302
    client.force_login(member.user)
    assert client.get(to_member.context["account_url"]).status_code == 200


def test_registrar_without_a_place_is_shown_the_way_to_one():
    invoice = owe(ap_email="", pays_by="purchase_order")

    beat(at(9, 8), at(10, 31))
    mails = [message_to(invoice.bill.opened_by.email, news) for news in ("purchase_order_awaited", "invoices_unpaid")]

    way = "The account opens to everybody with an approved place at the district’s table. Ask for yours here:\n\n"
    assert [way + "http://localhost:8000/districts/join/" in mail.body for mail in mails] == [True, True]
    assert ["/account/" in mail.body + mail.alternatives[0].content for mail in mails] == [False, False]


def test_purchase_order_is_asked_for_where_it_can_be_added():
    member = create_membership()
    account = create_account(district=member.district)
    invoice = owe("1250.00", account=account, opened_by=member.user, pays_by="purchase_order",
                  subject="Central Valley Convening", team="North")  # fmt: skip

    beat(at(9, 8))
    mail = message_to(invoice.bill.opened_by.email, "purchase_order_awaited")

    assert mail.subject == "Central Valley Convening: the purchase order is still to come"
    assert (
        mail.body
        == f"""\
Hello {invoice.bill.opened_by.get_full_name()},

The purchase order that is to pay for your team has not reached us yet:

- Central Valley Convening · North
  $1,250.00 on invoice {invoice.number}, due October 1, 2026

No seat is lost over it. Once you have its number, add it on the account’s page; a scan of it is welcome. One purchase \
order may cover several teams. Does your district pay without one, or has the money been sent already? Tell us, and we \
will stop asking.

Add it here:
http://localhost:8000/account/{invoice.account.district.cd_code}/

Questions, or a date to tell us? money@example.org

--
Labor Management Initiative portal
http://localhost:8000
"""
    )


def test_letters_neither_threaten_nor_speak_of_shops():
    account = create_account(ap_email="ap@example.org")
    for _n in range(2):
        owe(account=account, pays_by="purchase_order")
    beat(at(9, 8), at(10, 31))
    mails = [render(email) for email in Email.objects.filter(template__regex="unpaid|awaited")]

    words = " ".join([f"{mail.subject} {mail.body} {mail.alternatives[0].content}".lower() for mail in mails])

    banned = (
        r"secure payment|order failed|overdue|delinquen|immediately|final notice|penalt|collection|\bcustomer|\bticket"
    )
    assert (len(mails), re.findall(banned, words)) == (5, [])
