"""Differences between papers, their lines and what they said when issued, each planted alone."""

from decimal import Decimal

import pytest

from billing.models import Bill, Invoice, InvoiceLine

from .factories import create_bill, create_invoice, create_purchase_order, pay, settle
from .forging import differences, forge, forge_away
from .money_deeds import quote

pytestmark = [pytest.mark.django_db, pytest.mark.plants_a_difference]

LINES = "Every invoice equals its lines"
ISSUED_LINES = "Every invoice has the lines that it was issued with"
FACTS = "Every paper says what it said when it was issued"
CREDITED = "Every credit note takes back the whole of its invoice"
STANDING = "No bill has two standing invoices"
REPLACES = "An invoice replaces an earlier one of its own bill"
ACCOUNTS = "Papers and purchase orders are of one account"
ENTRIES = "Every paper has its one entry in the ledger"
BALANCE = "Every balance = invoiced − credited − paid + bounced + refunded"


def test_a_forged_total_is_found():
    invoice = create_invoice("100.00", "50.00")

    forge(invoice, total="150.01")

    assert differences() == {
        LINES: [f"{invoice} comes to $150.01, its lines to $150.00."],
        FACTS: [f"{invoice} is of $150.01, but says {invoice} and $150.00."],
        ENTRIES: [f"{invoice} (invoiced) has an entry of $150.00 that is not its own in kind, account or amount."],
        BALANCE: [
            f"The account of district {invoice.account.district.cd_code} has a balance of $150.00, "
            "its papers come to $150.01."
        ],
    }


def test_a_forged_line_is_found():
    invoice = create_invoice("100.00", "50.00")

    forge(invoice.lines.first(), amount="99.99")

    assert differences() == {
        LINES: [f"{invoice} comes to $150.00, its lines to $149.99."],
        ISSUED_LINES: [f"{invoice} does not have the lines that were frozen when it was issued."],
    }


@pytest.mark.parametrize("field", ["label", "person", "note", "kind"])
def test_a_line_with_other_words_is_found(field):
    for _n in range(3):
        invoice = create_invoice("100.00")
    forged = Invoice.objects.order_by("pk")[1]

    forge(forged.lines.get(), **{field: "add_on"})

    assert differences() == {ISSUED_LINES: [f"{forged} does not have the lines that were frozen when it was issued."]}
    assert forged != invoice


def test_lines_that_are_gone_are_found():
    first, last = create_invoice("100.00"), create_invoice("0.00", "80.00")

    forge_away(first.lines.get())
    forge_away(last.lines.first())

    assert differences() == {
        LINES: [f"{first} comes to $100.00, its lines to $0.00."],
        ISSUED_LINES: [
            f"{first} does not have the lines that were frozen when it was issued.",
            f"{last} does not have the lines that were frozen when it was issued.",
        ],
    }


def test_a_line_too_many_is_found():
    invoice = create_invoice("100.00")

    InvoiceLine.objects.create(invoice=invoice, position=2, kind="seat", label="Seat 2", amount=Decimal("0.00"))

    assert differences() == {ISSUED_LINES: [f"{invoice} does not have the lines that were frozen when it was issued."]}


@pytest.mark.parametrize(
    ("make", "amount", "name"),
    [
        (lambda: create_invoice("100.00"), "$100.00", "total"),
        (lambda: settle(create_invoice("100.00").bill)[0], "$100.00", "total"),
        (lambda: pay(create_bill().account, "100.00"), "$100.00", "amount"),
        (lambda: quote(create_bill().account), "$75.00", "total"),
    ],
    ids=["invoice", "credit note", "receipt", "quote"],
)
def test_a_paper_that_says_something_else_is_found(make, amount, name):
    paper = make()

    forge(paper, facts=paper.facts | {name: "99.00"})

    assert differences() == {FACTS: [f"{paper} is of {amount}, but says {paper} and $99.00."]}


def test_a_credit_note_of_another_amount_is_found():
    invoice = create_invoice("100.00")
    credit_note, _none = settle(invoice.bill)

    forge(credit_note, total="90.00", facts=credit_note.facts | {"total": "90.00"})
    forge(credit_note.entry, amount="-90.00")

    assert differences() == {CREDITED: [f"{credit_note} takes back $90.00, and {invoice} is of $100.00."]}


def test_two_standing_invoices_of_one_bill_are_found():
    first = create_invoice("100.00")
    second = create_invoice("100.00", district=first.account.district)

    forge(second, bill=first.bill)

    assert differences() == {STANDING: [f"The bill of {first.bill.code} has 2 invoices that no credit note took back."]}


def test_an_invoice_that_replaces_another_bills_is_found():
    replaced = create_invoice("100.00")
    credit_note, _none = settle(replaced.bill)
    other = create_invoice("100.00")

    forge(other, replaces=credit_note)

    assert differences() == {REPLACES: [f"{other} replaces {replaced}, which is not an earlier invoice of its bill."]}


def test_an_invoice_that_replaces_itself_is_found():
    invoice = create_invoice("100.00")
    credit_note, _none = settle(invoice.bill)

    forge(invoice, replaces=credit_note)

    assert differences() == {REPLACES: [f"{invoice} replaces {invoice}, which is not an earlier invoice of its bill."]}


def test_papers_of_two_accounts_are_found():
    invoice, other = create_invoice("100.00"), create_bill().account
    credit_note, _none = settle(invoice.bill)

    forge(credit_note, account=other)
    forge(credit_note.entry, account=other)

    assert differences() == {ACCOUNTS: [f"{credit_note} and {invoice} are of two accounts."]}


def test_an_invoice_of_another_account_than_its_bills_is_found():
    invoice, other = create_invoice("100.00"), create_bill().account

    forge(invoice, account=other)
    forge(invoice.entry, account=other)

    assert differences() == {ACCOUNTS: [f"{invoice} and {invoice.bill.code} are of two accounts."]}


def test_another_districts_purchase_order_is_found():
    invoice, purchase_order = create_invoice("100.00"), create_purchase_order(create_bill().account)

    forge(invoice, purchase_order=purchase_order)
    Bill.objects.filter(pk=invoice.bill.pk).update(purchase_order=purchase_order)

    assert differences() == {
        ACCOUNTS: [
            f"{invoice} and {purchase_order} are of two accounts.",
            f"{invoice.bill.code} and {purchase_order} are of two accounts.",
        ]
    }
