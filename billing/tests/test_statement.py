from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Language
from billing.paying import bounce_payment, refund_payment
from billing.statement import aging_of, first_day_of_fiscal_year, statement_facts
from districts.tests.factories import create_membership

from .factories import create_account, create_bill, create_invoice, pay, settle
from .paper_reading import text_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


def at(month, day, hour=20, *, year=2026):
    """A moment of that Pacific day, at noon in winter."""
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.fixture
def account():
    return create_account()


def bill_of(account, **fields):
    return create_bill(district=account.district, **fields)


def test_statement_tells_every_change_and_ends_at_the_balance(account):
    bill = bill_of(account, subject="Central Valley Convening", now=at(10, 2))
    first = settle(bill, "450.00", now=at(10, 2))[1]
    credit_note, second = settle(bill, "375.00", now=at(10, 20))
    check = pay(
        account,
        "400.00",
        pays=[(second, Decimal("375.00"))],
        method="check",
        reference="0041187",
        received_on=date(2026, 11, 2),
        now=at(11, 3),
    )
    refund_payment(
        payment=check,
        amount=Decimal("25.00"),
        method="ach",
        reference="7781",
        reason="Overpaid",
        refunded_on=date(2026, 11, 4),
        recorded_by=None,
        now=at(11, 5),
    )

    facts = statement_facts(account, as_of=TODAY)

    assert (facts["since"], facts["as_of"], facts["opening_balance"]) == ("2026-07-01", "2026-11-22", "0.00")
    assert [(e["on"], e["kind"], e["number"], e["note"], e["amount"], e["balance"]) for e in facts["entries"]] == [
        ("2026-10-02", "invoiced", first.number, "Central Valley Convening", "450.00", "450.00"),
        ("2026-10-20", "credited", credit_note.number, f"Takes back {first.number}", "-450.00", "0.00"),
        ("2026-10-20", "invoiced", second.number, "Central Valley Convening", "375.00", "375.00"),
        ("2026-11-03", "paid", check.number, "Check 0041187", "-400.00", "-25.00"),
        ("2026-11-05", "refunded", check.number, "ACH 7781", "25.00", "0.00"),
    ]
    assert (facts["balance"], facts["open_invoices"]) == ("0.00", [])


def test_what_was_before_is_in_the_opening_balance(account):
    settle(bill_of(account), "450.00", now=at(7, 31, 23))
    settle(bill_of(account), "100.00", now=at(8, 1))

    facts = statement_facts(account, as_of=TODAY, since=date(2026, 8, 1))

    assert facts["opening_balance"] == "450.00"
    assert [entry["balance"] for entry in facts["entries"]] == ["550.00"]


def test_days_are_pacific_days(account):
    # 11 p.m. on July 31 in California.
    settle(bill_of(account), "450.00", now=at(8, 1, 6))

    facts = statement_facts(account, as_of=date(2026, 7, 31), since=date(2026, 7, 31))

    assert [entry["on"] for entry in facts["entries"]] == ["2026-07-31"]


def test_returned_check_is_owed_again(account):
    invoice = settle(bill_of(account), "450.00", now=at(10, 2))[1]
    payment = pay(account, "450.00", pays=[(invoice, invoice.total)], received_on=date(2026, 10, 3), now=at(10, 3))
    bounce_payment(payment=payment, reason="No funds", bounced_on=date(2026, 10, 9), recorded_by=None, now=at(10, 10))

    facts = statement_facts(account, as_of=TODAY)

    last = facts["entries"][-1]
    assert (last["kind"], last["note"], last["balance"]) == ("bounced", "Returned by the bank", "450.00")
    assert [one["open"] for one in facts["open_invoices"]] == ["450.00"]


def test_open_invoices_stand_by_age(account):
    # Due 30 days later: 55 days ago, 25 days ago, and in a month.
    for month, day, amount in ((8, 29, "100.00"), (9, 28, "200.00"), (11, 22, "400.00")):
        settle(bill_of(account), amount, now=at(month, day))
    half = settle(bill_of(account), "50.00", now=at(7, 1))[1]
    pay(account, "30.00", pays=[(half, Decimal("30.00"))], received_on=date(2026, 9, 1), now=at(9, 1))

    facts = statement_facts(account, as_of=TODAY)

    assert facts["aging"] == {
        "current": "400.00",
        "days_1_30": "200.00",
        "days_31_60": "100.00",
        "days_61_90": "0.00",
        "over_90": "20.00",
    }
    assert [(one["total"], one["open"], one["days_past_due"]) for one in facts["open_invoices"]] == [
        ("50.00", "20.00", 114),
        ("100.00", "100.00", 55),
        ("200.00", "200.00", 25),
        ("400.00", "400.00", 0),
    ]


def test_statement_of_a_past_day_says_what_was_open_then(account):
    bill = bill_of(account)
    first = settle(bill, "450.00", now=at(8, 1))[1]
    pay(account, "100.00", pays=[(first, Decimal("100.00"))], received_on=date(2026, 8, 20), now=at(8, 20))
    settle(bill, "300.00", now=at(9, 15))

    facts = statement_facts(account, as_of=date(2026, 8, 10))

    assert facts["balance"] == "450.00"
    assert [(one["number"], one["open"]) for one in facts["open_invoices"]] == [(first.number, "450.00")]


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (-5, "current"),
        (0, "current"),
        (1, "days_1_30"),
        (30, "days_1_30"),
        (31, "days_31_60"),
        (60, "days_31_60"),
        (61, "days_61_90"),
        (90, "days_61_90"),
        (91, "over_90"),
    ],
)
def test_ages_begin_the_day_after_it_was_due(days, age):
    invoice = create_invoice("10.00")
    invoice.open_amount = invoice.total

    ages = aging_of([invoice], on=invoice.due_on + timedelta(days=days))

    assert [name for name, amount in ages.items() if amount] == [age]


@pytest.mark.parametrize(
    ("day", "first"),
    [(date(2026, 7, 1), date(2026, 7, 1)), (date(2027, 6, 30), date(2026, 7, 1)), (TODAY, date(2026, 7, 1))],
)
def test_statements_begin_with_the_fiscal_year(day, first):
    assert first_day_of_fiscal_year(day) == first


def test_statement_in_spanish_has_no_english_notes(account):
    account.language = Language.SPANISH
    bill = bill_of(account, subject="Foro", now=at(10, 2))
    first = settle(bill, "450.00", now=at(10, 2))[1]
    settle(bill, items=[], now=at(10, 3))

    text = text_of(statement_facts(account, as_of=TODAY), "es")

    assert f"Anula {first.number}" in text
    assert "Takes back" not in text


@pytest.mark.parametrize("size", [1, 3, 60])
def test_statement_asks_a_constant_number_of_questions(django_assert_num_queries, account, size):
    for _ in range(size):
        invoice = create_invoice("10.00", district=account.district)
        pay(account, "5.00", pays=[(invoice, Decimal("5.00"))])

    # What was owed before, the entries, what is open, the payee.
    with django_assert_num_queries(4):
        facts = statement_facts(account, as_of=timezone.localdate())

    assert len(facts["entries"]) == 2 * size


def test_statement_begins_where_one_asks(client):
    member = create_membership()
    create_invoice("10.00", district=member.district)
    client.force_login(member.user)
    page = f"/account/{member.district.cd_code}/statement.pdf"

    answers = [client.get(page, {"since": since}) for since in ("2020-01-01", "2999-01-01", "not a day", "")]

    assert {answer["Content-Type"] for answer in answers} == {"application/pdf"}
    today = timezone.localdate()
    name = f'inline; filename="statement-{member.district.cd_code}-{today}.pdf"'
    assert {answer["Content-Disposition"] for answer in answers} == {name}
