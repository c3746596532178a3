"""Every check finds what it is for; each difference is planted alone, into books that were right until then."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.invoicing import reissue_invoice, write_off_invoice
from billing.ledger_entries import enter
from billing.models import (
    Allocation,
    BankImport,
    BankLine,
    Bill,
    Bounce,
    Checkout,
    Counter,
    CreditNote,
    Entry,
    Invoice,
    InvoiceLine,
    Payment,
    Quote,
    Refund,
)
from billing.numbering import next_number
from billing.paying import apply_payment, bounce_payment, refund_payment
from billing.purchasing import choose_purchase_order
from districts.tests.factories import create_user

from .factories import create_bill, create_invoice, create_purchase_order, pay, settle
from .forging import differences, forge, forge_away

pytestmark = pytest.mark.django_db
plants_a_difference = pytest.mark.plants_a_difference

LINES = "Every invoice equals its lines"
ISSUED_LINES = "Every invoice has the lines that it was issued with"
FACTS = "Every paper says what it said when it was issued"
CREDITED = "Every credit note takes back the whole of its invoice"
STANDING = "No bill has two standing invoices"
REPLACES = "An invoice replaces an earlier one of its own bill"
ACCOUNTS = "Papers and purchase orders are of one account"
ENTRIES = "Every paper has its one entry in the ledger"
BALANCE = "Every balance = invoiced − credited − paid + bounced + refunded"
PAID = "No invoice is paid more than it comes to; a credited one is paid nothing"
GIVES = "No payment gives more than it has; a bounced one gives nothing"
TAKEN_OFF = "Nothing is taken off an invoice that was not set against it"
OWN_MONEY = "Money pays invoices of its own account"
CAME_IN = "Every accepted bank line and paid card page equals its payment"
GAPLESS = "Numbers are gapless and consecutive, and the counters know the last"
READS = "Every number reads as its parts, in the fiscal year of its day in Pacific time"
DATED = "Every paper is dated on the day on which it was issued"


def year():
    """“2627”, as numbers carry it."""
    first = Invoice.objects.values_list("fiscal_year", flat=True).first() or Payment.objects.get().fiscal_year
    return f"{first % 100:02}{(first + 1) % 100:02}"


def number(series, sequence):
    return f"{series}-{year()}-{sequence:05}"


def quote(account):
    return Quote.objects.create(
        **(asked := next_number(Counter.Series.QUOTE, on=timezone.localdate())).as_fields(),
        facts={"number": str(asked), "total": "75.00"},
        language="en",
        account=account,
        total=Decimal("75.00"),
        valid_until_on=timezone.localdate() + timedelta(days=30),
        asked_at=timezone.now(),
        asked_by=create_user(),
    )


def refund(payment, amount):
    return refund_payment(
        payment=payment,
        amount=Decimal(amount),
        method=Payment.Method.CHECK,
        reason="Paid twice",
        refunded_on=timezone.localdate(),
        recorded_by=None,
        now=timezone.now(),
    )


def bounce(payment):
    return bounce_payment(
        payment=payment, reason="No funds", bounced_on=timezone.localdate(), recorded_by=None, now=timezone.now()
    )


def bank_line(payment, **fields):
    read = {"imported_at": timezone.now(), "imported_by": create_user(), "lines_read": 1, "lines_new": 1}
    return BankLine.objects.create(
        bank_import=BankImport.objects.create(file_name="bank.csv", **read),
        fingerprint=str(payment),
        posted_on=payment.received_on,
        state=BankLine.State.ACCEPTED,
        payment=payment,
        **{"amount": payment.amount} | fields,
    )


def paid_page(payment, **fields):
    paid = {"account": payment.account, "amount": payment.amount}
    return Checkout.objects.create(
        state=Checkout.State.PAID, payment=payment, opened_at=timezone.now(), **paid | fields
    )


def test_books_of_all_kinds_of_deeds_are_right():
    bill = create_bill()
    _none, invoice = settle(bill, "100.10", "50.20")
    account = invoice.account
    first, second = pay(account, "60.10", pays=[(invoice, Decimal("60.10"))]), pay(account, "200.00")
    apply_payment(payment=second, invoice=invoice, amount=Decimal("50.50"), applied_by=None, now=timezone.now())
    settle(bill, "100.10", "0.00")
    bounce(first)
    refund(second, "20.20")
    choose_purchase_order(bill=bill, purchase_order=create_purchase_order(account), chosen_by=None, now=timezone.now())
    reissue_invoice(bill=bill, by=None, now=timezone.now(), reason="New address")
    written_off = create_invoice("30.00", district=account.district)
    write_off_invoice(invoice=written_off, by=None, reason="Host", now=timezone.now())
    quote(account), bank_line(first), paid_page(second)

    assert differences() == {}


def test_empty_books_are_right():
    assert differences() == {}


def test_the_checks_ask_the_same_number_of_questions_however_much_there_is(django_assert_num_queries):
    for _n in range(3):
        invoice = create_invoice("10.00", "20.00")
        pay(invoice.account, "30.00", pays=[(invoice, Decimal("30.00"))])

    with django_assert_num_queries(45):
        differences()


@plants_a_difference
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


@plants_a_difference
def test_a_forged_line_is_found():
    invoice = create_invoice("100.00", "50.00")

    forge(invoice.lines.first(), amount="99.99")

    assert differences() == {
        LINES: [f"{invoice} comes to $150.00, its lines to $149.99."],
        ISSUED_LINES: [f"{invoice} does not have the lines that were frozen when it was issued."],
    }


@plants_a_difference
@pytest.mark.parametrize("field", ["label", "person", "note", "kind"])
def test_a_line_with_other_words_is_found(field):
    for _n in range(3):
        invoice = create_invoice("100.00")
    forged = Invoice.objects.order_by("pk")[1]

    forge(forged.lines.get(), **{field: "add_on"})

    assert differences() == {ISSUED_LINES: [f"{forged} does not have the lines that were frozen when it was issued."]}
    assert forged != invoice


@plants_a_difference
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


@plants_a_difference
def test_a_line_too_many_is_found():
    invoice = create_invoice("100.00")

    InvoiceLine.objects.create(invoice=invoice, position=2, kind="seat", label="Seat 2", amount=Decimal("0.00"))

    assert differences() == {ISSUED_LINES: [f"{invoice} does not have the lines that were frozen when it was issued."]}


@plants_a_difference
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


@plants_a_difference
def test_a_credit_note_of_another_amount_is_found():
    invoice = create_invoice("100.00")
    credit_note, _none = settle(invoice.bill)

    forge(credit_note, total="90.00", facts=credit_note.facts | {"total": "90.00"})
    forge(credit_note.entry, amount="-90.00")

    assert differences() == {CREDITED: [f"{credit_note} takes back $90.00, and {invoice} is of $100.00."]}


@plants_a_difference
def test_two_standing_invoices_of_one_bill_are_found():
    first = create_invoice("100.00")
    second = create_invoice("100.00", district=first.account.district)

    forge(second, bill=first.bill)

    assert differences() == {STANDING: [f"The bill of {first.bill.code} has 2 invoices that no credit note took back."]}


@plants_a_difference
def test_an_invoice_that_replaces_another_bills_is_found():
    replaced = create_invoice("100.00")
    credit_note, _none = settle(replaced.bill)
    other = create_invoice("100.00")

    forge(other, replaces=credit_note)

    assert differences() == {REPLACES: [f"{other} replaces {replaced}, which is not an earlier invoice of its bill."]}


@plants_a_difference
def test_an_invoice_that_replaces_itself_is_found():
    invoice = create_invoice("100.00")
    credit_note, _none = settle(invoice.bill)

    forge(invoice, replaces=credit_note)

    assert differences() == {REPLACES: [f"{invoice} replaces {invoice}, which is not an earlier invoice of its bill."]}


@plants_a_difference
def test_papers_of_two_accounts_are_found():
    invoice, other = create_invoice("100.00"), create_bill().account
    credit_note, _none = settle(invoice.bill)

    forge(credit_note, account=other)
    forge(credit_note.entry, account=other)

    assert differences() == {ACCOUNTS: [f"{credit_note} and {invoice} are of two accounts."]}


@plants_a_difference
def test_an_invoice_of_another_account_than_its_bills_is_found():
    invoice, other = create_invoice("100.00"), create_bill().account

    forge(invoice, account=other)
    forge(invoice.entry, account=other)

    assert differences() == {ACCOUNTS: [f"{invoice} and {invoice.bill.code} are of two accounts."]}


@plants_a_difference
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


def papers_of_all_kinds():
    """[(what the ledger calls it, the paper), …], of one account."""
    invoice = create_invoice("100.00")
    credit_note, _none = settle(invoice.bill)
    bounced, payment = pay(invoice.account, "50.00"), pay(invoice.account, "70.00")
    return {
        "invoiced": (str(invoice), invoice),
        "credited": (str(credit_note), credit_note),
        "paid": (str(payment), payment),
        "bounced": (str(bounced), bounce(bounced)),
        "refunded": (str(payment), refund(payment, "20.00")),
    }


KINDS = ["invoiced", "credited", "paid", "bounced", "refunded"]


@plants_a_difference
@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_entry_is_found(kind):
    name, paper = papers_of_all_kinds()[kind]

    forge_away(paper.entry)

    found = differences()
    assert (list(found), found[ENTRIES]) == ([ENTRIES, BALANCE], [f"{name} ({kind}) has no entry in the ledger."])


@plants_a_difference
@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_of_another_amount_is_found(kind):
    name, paper = papers_of_all_kinds()[kind]
    wrong = paper.entry.amount * 2

    forge(paper.entry, amount=wrong)

    found = differences()
    assert list(found) == [ENTRIES, BALANCE]
    assert found[ENTRIES] == [
        f"{name} ({kind}) has an entry of ${wrong:,.2f} that is not its own in kind, account or amount."
    ]


@plants_a_difference
@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_in_another_account_is_found(kind):
    name, paper = papers_of_all_kinds()[kind]
    other = create_bill().account

    forge(paper.entry, account=other)

    found = differences()
    assert (list(found), len(found[BALANCE])) == ([ENTRIES, BALANCE], 2)
    assert found[ENTRIES] == [
        f"{name} ({kind}) has an entry of ${paper.entry.amount:,.2f} that is not its own in kind, account or amount."
    ]


@plants_a_difference
def test_an_entry_of_another_kind_is_found():
    payment = pay(create_bill().account, "70.00")
    first, second = refund(payment, "20.00"), refund(payment, "30.00")

    forge(first.entry, kind="bounced", bounce=Bounce.objects.create(**just_bounced(payment)))

    assert differences()[ENTRIES] == [
        f"{payment} (bounced) has an entry of $20.00 that is not its own in kind, account or amount.",
        f"{payment} (refunded) has an entry of $20.00 that is not its own in kind, account or amount.",
    ]
    assert second.entry.kind == "refunded"


def just_bounced(payment):
    return {"payment": payment, "reason": "?", "bounced_on": timezone.localdate(), "recorded_at": timezone.now()}


@plants_a_difference
def test_a_balance_that_is_not_the_sum_of_its_papers_is_found():
    payment = pay(create_bill().account, "70.00")

    Bounce.objects.create(**just_bounced(payment))

    assert differences() == {
        ENTRIES: [f"{payment} (bounced) has no entry in the ledger."],
        BALANCE: [
            f"The account of district {payment.account.district.cd_code} has a balance of $-70.00, "
            "its papers come to $0.00."
        ],
    }


def set_against(payment, invoice, amount):
    return Allocation.objects.create(payment=payment, invoice=invoice, amount=Decimal(amount), made_at=timezone.now())


@plants_a_difference
def test_an_invoice_paid_too_much_is_found():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "200.00", pays=[(invoice, Decimal("100.00"))])

    set_against(payment, invoice, "0.01")

    assert differences() == {PAID: [f"{invoice} of $100.00 has $100.01 set against it."]}


@plants_a_difference
def test_money_on_a_credited_invoice_is_found():
    invoice = create_invoice("100.00")
    credit_note, _none = settle(invoice.bill)

    set_against(pay(invoice.account, "200.00"), invoice, "40.00")

    assert differences() == {
        PAID: [f"{invoice} of $100.00, taken back by {credit_note}, has $40.00 set against it."],
    }


@plants_a_difference
def test_money_taken_off_that_was_never_set_is_found():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "50.00")

    set_against(payment, invoice, "-10.00")

    assert differences() == {
        PAID: [f"{invoice} of $100.00 has $-10.00 set against it."],
        TAKEN_OFF: [f"Of {payment}, $-10.00 is set against {invoice}."],
    }


@plants_a_difference
def test_a_payment_that_gives_more_than_it_has_is_found():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "50.00")

    set_against(payment, invoice, "50.01")

    assert differences() == {GIVES: [f"{payment} of $50.00 gives $50.01 to invoices and refunds."]}


@plants_a_difference
def test_a_refund_of_money_that_pays_an_invoice_is_found():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "50.00", pays=[(invoice, Decimal("50.00"))])

    refund = Refund.objects.create(
        payment=payment,
        amount=Decimal("20.00"),
        method="check",
        reason="?",
        refunded_on=timezone.localdate(),
        recorded_at=timezone.now(),
    )
    enter(account=payment.account, paper=refund, by=None, now=timezone.now())

    assert differences() == {GIVES: [f"{payment} of $50.00 gives $70.00 to invoices and refunds."]}


@plants_a_difference
def test_a_bounced_payment_that_still_pays_is_found():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "50.00")
    bounce(payment)

    set_against(payment, invoice, "30.00")

    assert differences() == {GIVES: [f"{payment} of $50.00, which bounced, gives $30.00 to invoices and refunds."]}


@plants_a_difference
def test_money_of_another_account_is_found():
    invoice = create_invoice("100.00")
    payment = pay(create_bill().account, "100.00")

    set_against(payment, invoice, "100.00")

    assert differences() == {OWN_MONEY: [f"{payment} pays {invoice}, which is of another account."]}


@plants_a_difference
def test_a_bank_line_of_another_amount_is_found():
    payment = pay(create_bill().account, "100.00")

    line = bank_line(payment, amount=Decimal("100.10"))

    assert differences() == {
        CAME_IN: [f"The bank line of {line.posted_on} over $100.10 was accepted as {payment} of $100.00."]
    }


@plants_a_difference
@pytest.mark.parametrize("wrong", ["amount", "account"])
def test_a_card_page_that_another_payment_paid_is_found(wrong):
    payment = pay(create_bill().account, "100.00")
    fields = {"amount": Decimal("99.00")} if wrong == "amount" else {"account": create_bill().account}

    page = paid_page(payment, **fields)

    assert differences() == {
        CAME_IN: [
            f"The card page over ${page.amount} was paid by {payment} of $100.00, or by another account.",
        ]
    }


@plants_a_difference
def test_a_gap_is_found():
    create_invoice("10.00"), create_invoice("20.00")
    last = create_invoice("30.00")

    forge(last, sequence=4, number=number("INV", 4), facts=last.facts | {"number": number("INV", 4)})

    year = last.fiscal_year
    assert differences() == {GAPLESS: [f"INV {year}: 3 papers, numbered 1 to 4, and the counter stands at 3."]}


@plants_a_difference
def test_numbers_that_do_not_begin_at_one_are_found():
    invoice = create_invoice("10.00")

    forge(invoice, sequence=2, number=number("INV", 2), facts=invoice.facts | {"number": number("INV", 2)})
    Counter.objects.update(last=2)

    year = invoice.fiscal_year
    assert differences() == {GAPLESS: [f"INV {year}: 1 papers, numbered 2 to 2, and the counter stands at 2."]}


@plants_a_difference
@pytest.mark.parametrize("series", Counter.Series.values)
def test_a_counter_that_ran_ahead_is_found(series):
    year = create_invoice("10.00").fiscal_year

    next_number(series, on=timezone.localdate())

    papers = 1 if series == "INV" else 0
    last = papers + 1
    assert differences() == {
        GAPLESS: [f"{series} {year}: {papers} papers, numbered 1 to {papers}, and the counter stands at {last}."]
    }


@plants_a_difference
def test_papers_without_a_counter_are_found():
    year = create_invoice("10.00").fiscal_year

    Counter.objects.all().delete()

    assert differences() == {GAPLESS: [f"INV {year}: there are papers, but no counter."]}


@plants_a_difference
def test_a_number_that_reads_otherwise_is_found():
    invoice = create_invoice("10.00")
    right = str(invoice)

    forge(invoice, number="INV-0000-1", facts=invoice.facts | {"number": "INV-0000-1"})

    day = invoice.issued_on
    assert differences() == {READS: [f"INV-0000-1 should read {right}: it was issued on {day}."]}


@plants_a_difference
def test_a_paper_of_another_day_is_found():
    invoice = create_invoice("10.00")
    issued_on = invoice.issued_on

    forge(invoice, issued_on=issued_on - timedelta(days=1))

    assert differences() == {
        DATED: [f"{invoice} is dated {issued_on - timedelta(days=1)} and was issued on {issued_on}."]
    }


@plants_a_difference
def test_an_entry_is_found_in_the_wrong_fiscal_year():
    credit_note, _none = settle(create_invoice("10.00").bill)
    moment = credit_note.issued_at + timedelta(days=366)
    day = timezone.localdate(moment)

    forge(credit_note, issued_at=moment, issued_on=day)

    found = differences()
    assert list(found) == [READS]
    assert Entry.objects.count() == CreditNote.objects.count() + Invoice.objects.count()
