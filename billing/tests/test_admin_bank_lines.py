from decimal import Decimal

import pytest

from billing.allocating import open_of
from billing.models import Account, BankLine, Invoice, Payment
from districts.tests.factories import create_district
from lmi_portal.tests.staff_pages import messages_of, page_of

from .bank_desk import LIST, bring_in, decide, deposit
from .deed_pages import confirm, look, told
from .factories import create_account, create_invoice, pay

pytestmark = pytest.mark.django_db


def test_a_proposal_is_accepted_and_leads_to_the_next_line(client, staff):
    invoice = create_invoice("300.00")
    other, line = bring_in(client, deposit("ELSE", "1.00"), deposit(f"ACH {invoice}", check="7"))

    done = decide(client, line, "accept")

    payment = Payment.objects.get()
    assert (payment.method, payment.reference, payment.recorded_by) == ("ach", "7", staff)
    assert open_of(Invoice.objects.get()) == Decimal("0.00")
    assert messages_of(done) == [f"{payment}: $300.00 is recorded."]
    assert done.redirect_chain == [(page_of(other, "decide"), 302)]


def test_page_of_a_line_says_who_gets_the_receipt(client, staff):
    invoice = create_invoice("300.00")
    [line] = bring_in(client, deposit(f"ACH {invoice}"))

    def last_reason():
        return client.get(page_of(line, "decide")).context["proposals"][0]["reasons"][-1]

    before = last_reason()
    Account.objects.update(ap_email="ap@example.org")

    assert before == "Nobody is mailed the receipt: the account names no accounts-payable contact."
    assert last_reason() == "The receipt is mailed to ap@example.org."


def test_a_line_accepted_by_two_clicks_is_one_payment(client, staff):
    invoice = create_invoice("300.00")
    [line] = bring_in(client, deposit(f"ACH {invoice}"))
    form = {"proposal": f"{invoice.account_id}:{invoice.pk}=300.00", "method": "ach", "step": "accept"}

    client.post(page_of(line, "decide"), form, follow=True)
    second = client.post(page_of(line, "decide"), form, follow=True)

    payment = Payment.objects.get()
    assert messages_of(second) == [f"This line was accepted already, as {payment}: $300.00."]
    assert second.redirect_chain == [(LIST, 302)]


def test_a_proposal_that_changed_meanwhile_is_not_taken(client, staff):
    invoice = create_invoice("300.00")
    [line] = bring_in(client, deposit(f"ACH {invoice}"))
    key = f"{invoice.account_id}:{invoice.pk}=300.00"
    pay(invoice.account, "300.00", method="check", reference="1", pays=[(invoice, Decimal("300.00"))])

    page = decide(client, line, "accept", proposal=key)

    assert page.context["form"].errors == {
        "proposal": ["Choose one of them. Where you had: meanwhile it is no longer possible."]
    }
    assert Payment.objects.count() == 1


def test_a_check_without_its_number_is_refused_at_its_field(client, staff):
    invoice = create_invoice("300.00")
    [line] = bring_in(client, deposit(f"{invoice}"))

    page = decide(client, line, "accept", method="check", reference="")

    assert page.context["form"].errors == {"reference": ["A check has a number: it finds the check at the bank again."]}
    assert BankLine.objects.get().state == "waiting"


def test_a_proposal_is_changed_before_it_is_accepted(client, staff):
    invoice = create_invoice("300.00")
    other = create_invoice("200.00", district=invoice.account.district)
    [line] = bring_in(client, deposit(f"ACH {invoice}"))

    form = decide(client, line, "change")
    [(url, _status)] = form.redirect_chain
    asked = look(client, url, amount="9999.00", **{f"pays_{invoice.pk}": "100.00", f"pays_{other.pk}": "200.00"})
    confirm(client, url, asked)
    again = confirm(client, url, asked)

    payment = Payment.objects.get()
    assert form.context["form"][f"pays_{invoice.pk}"].value() == "300.00"
    assert told(asked)[1:3] == [
        f"$100.00 pays part of {invoice}; $200.00 stays open.",
        f"$200.00 pays {other}, and nothing of it stays open.",
    ]
    assert (payment.amount, BankLine.objects.get().payment) == (Decimal("300.00"), payment)
    assert messages_of(again) == [f"{payment} was recorded already; nothing is recorded twice."]


def test_another_district_is_named_by_code_or_name(client, staff):
    create_district(name="Elk Grove Unified"), create_district(name="Grove City")
    wanted = create_district(name="Oak Park Unified")
    [line] = bring_in(client, deposit())

    pages = [decide(client, line, "other", district=said) for said in ("grove", "nowhere", "", "oak park")]

    errors = [page.context["form"].errors.get("district") for page in pages]
    assert [error and error[0].split(":")[0] for error in errors] == [
        "Several districts are called so",
        "No district has this code or name.",
        "Say which district.",
        None,
    ]
    assert pages[-1].redirect_chain[0][0].startswith(page_of(wanted.account, "record_payment"))


def test_a_line_is_of_a_payment_that_staff_recorded(client, staff):
    payment = pay(create_account(), "300.00", method="check", reference="88123")
    [line] = bring_in(client, deposit())

    shown = client.get(LIST).content.decode()
    done = decide(client, line, "match", payment=payment.pk)

    assert f"Recorded already, as {payment}?" in shown
    assert (messages_of(done), Payment.objects.count()) == ([f"The line is of {payment}."], 1)
    assert BankLine.objects.get().payment == payment


def test_a_line_is_matched_with_no_other_payment(client, staff):
    other = pay(create_account(), "1.00")
    [line] = bring_in(client, deposit())

    page = decide(client, line, "match", payment=other.pk)

    assert list(page.context["form"].errors) == ["payment"]


def test_a_line_is_set_aside_with_a_reason_and_taken_up_again(client, staff):
    [line] = bring_in(client, deposit())
    url = page_of(line, "set_aside")

    bare = client.post(url, {"confirmed": "yes", "reason": ""})
    client.post(url, {"confirmed": "yes", "reason": "Interest"})
    aside = BankLine.objects.get()
    client.post(f"{LIST}?state=all", {"action": "take_up_selected", "_selected_action": [line.pk]})

    assert bare.context["form"].errors == {"reason": ["This field is required."]}
    assert (aside.state, aside.reason, aside.decided_by) == ("set_aside", "Interest", staff)
    assert BankLine.objects.get().state == "waiting"
