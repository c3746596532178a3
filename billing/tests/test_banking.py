from decimal import Decimal

import pytest
from django.utils import timezone

from billing.allocating import open_of
from billing.bank_file import read_bank_file
from billing.banking import (
    accept_bank_line,
    import_bank_file,
    match_bank_line,
    method_of,
    set_aside_bank_line,
    take_up_bank_line,
)
from billing.models import BankLine, Entry, Invoice, Payment
from billing.refusing import CannotBill
from districts.tests.factories import create_user

from .bank_files import bank_csv, uploaded
from .factories import create_account, create_invoice, pay

pytestmark = pytest.mark.django_db
DEPOSIT = "11/20/2026,DEPOSIT,300.00,88123"


def bring_in(*lines, header="Date,Description,Amount,Check Number"):
    return import_bank_file(
        bank_file=read_bank_file(uploaded(bank_csv(*lines, header=header))),
        file_name="november.csv",
        imported_by=create_user(),
        now=timezone.now(),
    )


def accept(line, account, **fields):
    defaults = {"method": Payment.Method.CHECK, "reference": line.reference, "accepted_by": create_user()}
    return accept_bank_line(line=line, account=account, now=timezone.now(), **defaults | fields)


def one_line():
    bring_in(DEPOSIT)
    return BankLine.objects.get()


def news(*imports):
    return [(one.bank_import.lines_read, one.bank_import.lines_new) for one in imports]


def test_the_same_file_twice_adds_nothing():
    lines = [DEPOSIT, "11/20/2026,ACH,5.00,"]

    assert news(bring_in(*lines), bring_in(*lines)) == [(2, 2), (2, 0)]
    assert BankLine.objects.count() == 2


def test_an_overlapping_file_adds_what_is_new():
    first = bring_in(DEPOSIT, "11/20/2026,ACH,5.00,")
    second = bring_in("11/20/2026,ACH,5.00,", "11/21/2026,ACH,5.00,", "11/19/2026,FEE,-5.00,")

    assert news(first, second) == [(2, 2), (2, 1)]
    assert second.left_out == 1


def test_two_alike_deposits_of_one_day_are_two():
    first = bring_in(DEPOSIT)
    second = bring_in(DEPOSIT, DEPOSIT)
    third = bring_in(DEPOSIT, DEPOSIT)

    assert news(first, second, third) == [(1, 1), (2, 1), (2, 0)]


def test_the_same_list_with_other_columns_first_is_the_same():
    bring_in(DEPOSIT)
    again = bring_in("$300.00,88123,2026-11-20,DEPOSIT", header="Amount,Reference,Posting Date,Details")

    assert news(again) == [(1, 0)]


def test_a_line_is_accepted_as_a_payment_of_the_day_it_was_posted():
    invoice, line = create_invoice("300.00"), one_line()

    payment = accept(line, invoice.account, pays=[(invoice, Decimal("300.00"))])

    line.refresh_from_db()
    assert (payment.amount, payment.received_on, payment.note) == (line.amount, line.posted_on, "DEPOSIT")
    assert (line.state, line.payment, open_of(Invoice.objects.get())) == ("accepted", payment, Decimal("0.00"))


def test_a_line_accepted_twice_is_one_payment():
    account, line = create_account(), one_line()

    first, second = accept(line, account), accept(line, create_account())

    assert (first, Payment.objects.count(), Entry.objects.count()) == (second, 1, 1)


def test_a_refused_line_waits_on():
    invoice, line = create_invoice("100.00"), one_line()

    with pytest.raises(CannotBill, match=r"Only \$100.00 of"):
        accept(line, invoice.account, pays=[(invoice, Decimal("300.00"))])

    line.refresh_from_db()
    assert (line.state, Payment.objects.count()) == ("waiting", 0)


def test_a_line_is_matched_with_the_payment_that_staff_recorded():
    account, line = create_account(), one_line()
    payment = pay(account, "300.00", method="check", reference="88123")

    match_bank_line(line=line, payment=payment, matched_by=create_user(), now=timezone.now())

    line.refresh_from_db()
    assert (line.state, line.payment, Payment.objects.count()) == ("accepted", payment, 1)


def test_one_payment_is_of_one_line_and_of_its_amount():
    bring_in(DEPOSIT, DEPOSIT)
    first, second = BankLine.objects.all()
    payment, other = (pay(create_account(), amount) for amount in ("300.00", "5.00"))
    by = {"matched_by": create_user(), "now": timezone.now()}
    match_bank_line(line=first, payment=payment, **by)

    with pytest.raises(CannotBill, match="Another line of the bank’s is of"):
        match_bank_line(line=second, payment=payment, **by)
    with pytest.raises(CannotBill, match="is of another amount"):
        match_bank_line(line=second, payment=other, **by)


def test_a_line_is_set_aside_with_its_reason_and_taken_up_again():
    line, user, now = one_line(), create_user(), timezone.now()

    aside = set_aside_bank_line(line=line, reason="Interest", set_aside_by=user, now=now)
    again = set_aside_bank_line(line=line, reason="Another", set_aside_by=user, now=now)
    with pytest.raises(CannotBill, match="This line was set aside: Interest"):
        accept(line, create_account())
    up = take_up_bank_line(line=line, taken_up_by=user, now=now)

    assert (aside.state, again.reason, up.state, up.reason, up.decided_by) == (
        "set_aside", "Interest", "waiting", "", None,
    )  # fmt: skip
    assert accept(line, create_account()).amount == Decimal("300.00")


def test_an_accepted_line_stays_accepted():
    line, by = one_line(), create_user()
    payment = accept(line, create_account())

    with pytest.raises(CannotBill, match=f"This line was accepted already, as {payment}."):
        set_aside_bank_line(line=line, reason="Interest", set_aside_by=by, now=timezone.now())
    with pytest.raises(CannotBill, match=f"This line was accepted as {payment}."):
        take_up_bank_line(line=line, taken_up_by=by, now=timezone.now())


@pytest.mark.parametrize(
    ("description", "reference", "method"),
    [
        ("DEPOSIT", "88123", "check"),
        ("ACH CREDIT", "88123", "ach"),
        ("DEPOSIT", "", "ach"),
        ("DEPOSIT", "TRN:7", "ach"),
        ("DEPOSIT", "12345678901", "ach"),
    ],
)
def test_how_the_money_came_is_guessed(description, reference, method):
    assert method_of(BankLine(description=description, reference=reference)) == method
