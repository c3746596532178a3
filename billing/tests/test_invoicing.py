from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.allocating import open_of, unapplied_of
from billing.invoicing import Item, reissue_invoice, write_off_invoice
from billing.models import Account, Bill, CreditNote, Entry, Invoice, InvoiceLine, Payee
from billing.paying import bounce_payment
from billing.purchasing import choose_purchase_order
from billing.refusing import CannotBill
from lmi_portal.audit.models import Entry as AuditEntry
from lmi_portal.outbox.models import Email

from .factories import create_account, create_bill, create_invoice, create_purchase_order, pay, seats, settle, terms_of

pytestmark = pytest.mark.django_db


def balance(account):
    return Account.objects.with_balance().get(pk=account.pk).balance


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def write_off(invoice):
    return write_off_invoice(invoice=invoice, by=None, reason="The host’s own team", now=timezone.now())


def reissue(bill, **fields):
    return reissue_invoice(bill=bill, by=bill.opened_by, reason="New address", **{"now": timezone.now()} | fields)


def test_the_first_settling_issues_an_invoice_of_all_items():
    bill = create_bill()
    items = [
        *seats("100.00", "50.50"),
        Item(InvoiceLine.Kind.WAIVER, "Seat 2", Decimal("-50.50"), person="Ana 2", note="Scholarship: presenter"),
    ]

    credit_note, invoice = settle(bill, items=items)

    assert credit_note is None
    assert (invoice.total, invoice.bill, invoice.account, balance(bill.account)) == (100, bill, bill.account, 100)
    assert list(invoice.lines.values_list("position", "kind", "label", "person", "note", "amount")) == [
        (1, "seat", "Seat 1", "Ana 1", "", Decimal("100.00")),
        (2, "seat", "Seat 2", "Ana 2", "", Decimal("50.50")),
        (3, "waiver", "Seat 2", "Ana 2", "Scholarship: presenter", Decimal("-50.50")),
    ]


def test_an_invoice_freezes_what_it_says():
    account = create_account(street="1 Main St", city="Fresno", zip_code="93701")
    Payee.objects.create(pk=1, name="Initiative", remit_to="PO Box 1\nFresno", net_days=45)
    bill = create_bill(district=account.district)
    now = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)

    _none, invoice = settle(bill, "100.00", now=now, terms=terms_of(bill, sentences=("Full refund until May 1.",)))

    frozen = dict(invoice.facts)
    Payee.objects.update(name="Somebody else")
    Account.objects.update(bill_to_name="Somebody else")
    assert fresh(invoice).facts == frozen
    assert {key: frozen[key] for key in ("number", "issued_on", "due_on", "net_days", "pay_by_is_set", "total")} == {
        "number": "INV-2627-00001",
        "issued_on": "2026-11-01",
        "due_on": "2026-12-16",
        "net_days": 45,
        "pay_by_is_set": False,
        "total": "100.00",
    }
    assert (frozen["payee"]["name"], frozen["payee"]["remit_to"]) == ("Initiative", ["PO Box 1", "Fresno"])
    assert frozen["bill_to"]["address"] == ["1 Main St", "Fresno, CA 93701"]
    assert (frozen["terms"], frozen["replaces"]) == (["Full refund until May 1."], None)


@pytest.mark.parametrize(
    ("pay_by", "due"),
    [(None, date(2026, 12, 1)), (date(2026, 11, 20), date(2026, 11, 20)), (date(2026, 10, 1), date(2026, 11, 1))],
    ids=["the payee’s terms", "the gathering’s day", "a day that is past"],
)
def test_an_invoice_is_due_by_the_gatherings_day_or_the_payees_terms(pay_by, due):
    bill = create_bill()

    _none, invoice = settle(
        bill, "100.00", now=datetime(2026, 11, 1, 20, 0, tzinfo=UTC), terms=terms_of(bill, pay_by_on=pay_by)
    )

    assert invoice.due_on == due


@pytest.mark.parametrize(
    "items",
    [[], [Item(InvoiceLine.Kind.SEAT, "Seat 1", Decimal("0.00"), person="Ana")]],
    ids=["nobody", "a free seat"],
)
def test_nothing_due_makes_no_invoice(items):
    assert settle(create_bill(), items=items) == (None, None)
    assert (Invoice.objects.count(), Email.objects.count()) == (0, 0)


def test_an_invoice_wholly_waived_is_issued_over_nothing():
    items = [*seats("100.00"), Item(InvoiceLine.Kind.WAIVER, "Seat 1", Decimal("-100.00"), note="Host")]

    _none, invoice = settle(create_bill(), items=items)

    assert (invoice.total, invoice.entry.amount, Invoice.objects.unpaid().count()) == (0, 0, 0)


def test_a_bill_of_less_than_nothing_is_refused():
    with pytest.raises(CannotBill, match="less than nothing"):
        settle(create_bill(), items=[Item(InvoiceLine.Kind.WAIVER, "Seat", Decimal("-1.00"))])

    assert Invoice.objects.count() == 0


def test_a_substitution_changes_no_money():
    invoice = create_invoice("100.00", "50.00")
    others = [Item(item.kind, item.label, item.amount, person="Somebody else") for item in seats("50.00", "100.00")]

    assert settle(invoice.bill, items=others) == (None, None)
    assert (Invoice.objects.get(), CreditNote.objects.count(), Entry.objects.count()) == (invoice, 0, 1)


def test_free_seats_beside_the_same_money_change_nothing():
    invoice = create_invoice("100.00")

    assert settle(invoice.bill, "100.00", "0.00") == (None, None)


def test_a_change_credits_the_whole_invoice_and_issues_another():
    old = create_invoice("100.00", "50.00")

    credit_note, new = settle(old.bill, "100.00", reason="One seat less")

    assert (credit_note.invoice, credit_note.total, credit_note.cause) == (old, 150, "change")
    assert (new.total, new.replaces, new.bill) == (100, credit_note, old.bill)
    assert balance(old.account) == 100
    assert list(Entry.objects.order_by("pk").values_list("kind", "amount")) == [
        ("invoiced", Decimal("150.00")),
        ("credited", Decimal("-150.00")),
        ("invoiced", Decimal("100.00")),
    ]


def test_the_papers_of_a_change_name_each_other():
    old = create_invoice("100.00")

    credit_note, new = settle(old.bill, "80.00")

    assert new.facts["replaces"] == {"invoice": old.number, "credit_note": credit_note.number}
    assert (credit_note.facts["invoice"], credit_note.facts["replaced_by"]) == (old.number, new.number)
    assert credit_note.facts["lines"] == old.facts["lines"]


def test_a_cancelled_team_is_credited_with_nothing_in_its_place():
    old = create_invoice("100.00")

    credit_note, new = settle(old.bill, cause=CreditNote.Cause.CANCELLATION)

    assert (new, credit_note.facts["replaced_by"], credit_note.facts["reason"]) == (
        None,
        "",
        "The team’s registration was cancelled",
    )
    assert balance(old.account) == 0


def test_money_moves_to_the_new_invoice_and_what_is_over_stays_as_credit():
    old = create_invoice("100.00")
    first = pay(old.account, "60.00", pays=[(old, Decimal("60.00"))])
    second = pay(old.account, "40.00", pays=[(old, Decimal("40.00"))])

    _credit_note, new = settle(old.bill, "75.00")

    assert (open_of(fresh(new)), unapplied_of(fresh(first)), unapplied_of(fresh(second))) == (0, 0, 25)
    assert list(new.allocations.values_list("payment", "amount")) == [(first.pk, 60), (second.pk, 15)]
    assert balance(old.account) == -25
    assert (new.facts["total"], new.facts["paid_before"], new.facts["amount_due"]) == ("75.00", "75.00", "0.00")


def test_money_of_a_bounced_payment_does_not_move():
    old = create_invoice("100.00")
    payment = pay(old.account, "100.00", pays=[(old, Decimal("100.00"))])
    bounce_payment(payment=payment, reason="?", bounced_on=timezone.localdate(), recorded_by=None, now=timezone.now())

    _credit_note, new = settle(old.bill, "80.00")

    assert (open_of(new), balance(old.account)) == (80, 80)


def test_an_invoice_is_issued_again_with_todays_particulars():
    bill = create_bill()
    _none, old = settle(bill, "100.00", "0.00", terms=terms_of(bill, sentences=("No refund.",)))
    Account.objects.update(bill_to_name="Fresno Unified, Accounts Payable")

    credit_note, new = reissue(bill)

    assert (credit_note.cause, new.facts["bill_to"]["name"]) == ("reissue", "Fresno Unified, Accounts Payable")
    changed = dict.fromkeys(["bill_to", "number", "replaces", "pay_by_is_set"])
    assert new.facts | changed == old.facts | changed


def test_nothing_stands_to_be_issued_again():
    with pytest.raises(CannotBill, match="no invoice"):
        reissue(create_bill())


def test_an_invoice_written_off_is_credited_and_its_money_is_credit():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "30.00", pays=[(invoice, Decimal("30.00"))])

    credit_note = write_off(invoice)

    assert (credit_note.cause, credit_note.total, balance(invoice.account)) == ("write_off", 100, -30)
    assert unapplied_of(fresh(payment)) == 30


def test_an_invoice_is_written_off_once():
    invoice = create_invoice("100.00")
    write_off(invoice)

    with pytest.raises(CannotBill, match="taken back already"):
        write_off(invoice)

    assert CreditNote.objects.count() == 1


def test_what_was_written_off_stays_so_until_the_money_changes():
    invoice = create_invoice("100.00")
    write_off(invoice)

    same, changed = settle(invoice.bill, "100.00"), settle(invoice.bill, "100.00", "50.00")

    assert (same, changed[0], changed[1].total) == ((None, None), None, 150)


def test_what_was_written_off_long_ago_says_nothing_of_a_later_bill():
    """Else a team that comes again after it was cancelled would come free."""
    invoice = create_invoice("100.00")
    write_off(invoice)
    settle(invoice.bill, "80.00")
    settle(invoice.bill, cause=CreditNote.Cause.CANCELLATION)

    _none, again = settle(invoice.bill, "100.00")

    assert again.total == 100


def test_a_purchase_order_chosen_meanwhile_is_on_the_invoice():
    """The bill was read before the account was locked, and the order chosen in between."""
    bill = create_bill()
    settle(bill, "100.00")
    read_before = Bill.objects.get(pk=bill.pk)
    order = create_purchase_order(bill.account)
    choose_purchase_order(bill=bill, purchase_order=order, chosen_by=None, now=timezone.now())

    _credit_note, invoice = settle(read_before, "120.00")

    assert (invoice.purchase_order, invoice.facts["purchase_order"]) == (order, order.number)


def test_each_paper_is_in_the_audit_trail():
    bill = create_bill()
    settle(bill, "100.00")

    settle(bill, "80.00")

    deeds = AuditEntry.objects.filter(deed__startswith="issue_").order_by("pk").values_list("deed", "changes")
    assert list(deeds) == [
        ("issue_invoice", {"total": ["", "100.00"]}),
        ("issue_credit_note", {"invoice": ["", "INV-2627-00001"]}),
        ("issue_invoice", {"total": ["", "80.00"]}),
    ]


@pytest.mark.parametrize("line_count", [1, 3])
def test_settling_takes_as_many_queries_for_many_lines(django_assert_num_queries, line_count):
    bill = create_bill()
    settle(bill, *["100.00"] * line_count)

    with django_assert_num_queries(26):
        settle(bill, *["90.00"] * line_count)
