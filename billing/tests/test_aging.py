from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing.aging import BY_CONVENING, BY_DISTRICT, open_invoices, owed_by, totals_of
from billing.invoicing import write_off_invoice
from billing.models import Invoice
from billing.statement import statement_facts
from districts.tests.factories import create_user

from .chases import DUE_ON, at, owe
from .factories import create_account, pay, settle

pytestmark = pytest.mark.django_db


def dollars(*amounts):
    return [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("days", "place"), [(-1, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (400, 4)]
)
def test_age_is_counted_in_days_past_due(days, place):
    owe("150.00")

    [row] = owed_by(BY_DISTRICT, on=DUE_ON + timedelta(days=days))

    assert row.amounts == dollars(*["0.00"] * place, "150.00", *["0.00"] * (4 - place))


def test_districts_are_added_up_the_largest_first():
    small, large = create_account(), create_account()
    owe("150.00", account=small)
    owe("1000.10", account=large), owe("0.20", account=large, now=at(10, 20))

    rows = owed_by(BY_DISTRICT, on=date(2026, 11, 15))

    assert [(row.key, row.label, row.detail, row.invoices, row.total) for row in rows] == [
        (large.pk, large.district.name, large.district.cd_code, 2, Decimal("1000.30")),
        (small.pk, small.district.name, small.district.cd_code, 1, Decimal("150.00")),
    ]
    assert rows[0].amounts == dollars("0.20", "0.00", "1000.10", "0.00", "0.00")


def test_convenings_are_added_up_over_districts():
    for _n in range(2):
        owe("150.00", subject="Symposium", subject_key="convening:7")
    owe("60.00", subject="Institute", subject_key="convening:8")

    rows = owed_by(BY_CONVENING, on=date(2026, 11, 15))

    assert [(row.key, row.label, row.invoices, row.total) for row in rows] == [
        ("convening:7", "Symposium", 2, Decimal("300.00")),
        ("convening:8", "Institute", 1, Decimal("60.00")),
    ]


def test_totals_and_bars_share_one_scale():
    owe("300.00"), owe("100.00", now=at(8, 1))

    rows = owed_by(BY_DISTRICT, on=DUE_ON)
    total, ages = totals_of(rows)

    assert (total.total, total.invoices, total.amounts) == (
        Decimal("400.00"),
        2,
        dollars("300.00", "0.00", "100.00", "0.00", "0.00"),
    )
    assert [[(part.age, part.start, part.length) for part in row.bar] for row in [*rows, total]] == [
        [("current", "0.00", "100.00")],
        [("days_31_60", "0.00", "33.33")],
        [("current", "0.00", "75.00"), ("days_31_60", "75.00", "25.00")],
    ]
    assert [(str(label), amount, [part.length for part in bar]) for label, amount, bar in ages] == [
        ("Not due yet", Decimal("300.00"), ["100.00"]),
        ("1–30 days", Decimal("0.00"), []),
        ("31–60 days", Decimal("100.00"), ["33.33"]),
        ("61–90 days", Decimal("0.00"), []),
        ("Over 90 days", Decimal("0.00"), []),
    ]


def test_nothing_owed_is_nothing_shown():
    total, ages = totals_of(owed_by(BY_DISTRICT, on=DUE_ON))

    assert (total.total, total.bar, [bar for _label, _amount, bar in ages]) == (Decimal("0.00"), [], [[]] * 5)


def test_a_day_of_the_past_is_shown_as_it_was_then():
    invoice = owe("150.00")
    pay(invoice.account, "100.00", pays=[(invoice, Decimal("100.00"))], now=at(10, 10), received_on=date(2026, 10, 9))
    settle(invoice.bill, "200.00", now=at(10, 20))
    write_off_invoice(invoice=invoice.bill.invoices.standing().get(), by=create_user(), reason="Host", now=at(10, 30))

    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 10, 10), date(2026, 10, 20), date(2026, 10, 30)]

    owed = [totals_of(owed_by(BY_DISTRICT, on=day))[0].total for day in days]
    assert owed == dollars("0.00", "150.00", "50.00", "100.00", "0.00")


def test_today_it_is_what_the_unpaid_invoices_and_the_statement_say():
    account = create_account()
    invoices = [owe("150.00", account=account) for _n in range(3)]
    pay(account, "200.00", pays=[(invoices[0], Decimal("150.00")), (invoices[1], Decimal("50.00"))])
    today = date(2026, 11, 30)

    [row] = owed_by(BY_DISTRICT, on=today)

    assert set(open_invoices(on=today)) == set(Invoice.objects.unpaid())
    assert row.total == sum(invoice.open_amount for invoice in Invoice.objects.unpaid()) == Decimal("250.00")
    assert [f"{amount:.2f}" for amount in row.amounts] == list(statement_facts(account, as_of=today)["aging"].values())


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_one_query(django_assert_num_queries, count):
    for _n in range(count):
        owe("150.00")

    with django_assert_num_queries(1):
        rows = owed_by(BY_DISTRICT, on=DUE_ON)

    assert len(rows) == count
