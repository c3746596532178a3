"""Numbers without gaps, at all hours and with everybody pressing at once, on the real database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from billing import invoicing
from billing.models import Counter, Invoice
from billing.numbering import Number, fiscal_year_of, next_number
from lmi_portal.tests.at_once import begin_without_a_lock, postgresql

from .factories import create_bill, create_invoice, settle

Series = Counter.Series


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 6, 30), 2025), (date(2026, 7, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2026)],
    ids=str,
)
def test_a_fiscal_year_begins_on_the_first_of_july(day, year):
    assert fiscal_year_of(day) == year


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Number("INV", 2026, 42), "INV-2627-00042"),
        (Number("CRN", 2099, 1), "CRN-9900-00001"),
        (Number("RCT", 2026, 123456), "RCT-2627-123456"),
    ],
    ids=["a number", "the turn of a century", "more than fit"],
)
def test_a_number_is_written_with_its_fiscal_year(number, text):
    assert str(number) == text


@pytest.mark.django_db
def test_each_series_and_fiscal_year_counts_from_one():
    before, after = date(2026, 6, 30), date(2026, 7, 1)

    given = [
        str(next_number(series, on=day))
        for series, day in [
            (Series.INVOICE, before),
            (Series.INVOICE, before),
            (Series.INVOICE, after),
            (Series.CREDIT_NOTE, after),
            (Series.INVOICE, before),
        ]
    ]

    assert given == ["INV-2526-00001", "INV-2526-00002", "INV-2627-00001", "CRN-2627-00001", "INV-2526-00003"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "number", "day"),
    [
        (datetime(2026, 7, 1, 6, 59, 59, tzinfo=UTC), "INV-2526-00001", date(2026, 6, 30)),
        (datetime(2026, 7, 1, 7, 0, 0, tzinfo=UTC), "INV-2627-00001", date(2026, 7, 1)),
    ],
    ids=["last second of June", "first second of July"],
)
def test_the_fiscal_year_turns_at_midnight_in_california(moment, number, day):
    invoice = create_invoice(now=moment)

    assert (invoice.number, invoice.issued_on) == (number, day)


@pytest.mark.django_db
def test_an_invoice_that_was_rolled_back_leaves_no_gap():
    create_invoice()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        create_invoice()
        raise ZeroDivisionError
    last = create_invoice()

    assert (last.sequence, Counter.objects.get(series=Series.INVOICE).last) == (2, 2)


def rush(bills, *, before=lambda: None):
    """All bills are settled at the same moment, each in a transaction of its own; returns what came of each."""
    start = Barrier(len(bills))

    def press(bill):
        try:
            connection.ensure_connection()
            before()
            start.wait(timeout=60)
            return settle(bill, "100.00")[1].sequence
        except (IntegrityError, OperationalError) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(bills)) as pool:
        return list(pool.map(press, bills))


@pytest.mark.django_db(transaction=True)
def test_fifty_invoices_at_once_have_fifty_consecutive_numbers():
    bills = [create_bill() for _n in range(50)]

    numbers = rush(bills)

    assert sorted(numbers) == list(range(1, 51))
    assert Counter.objects.get().last == 50


@pytest.mark.django_db(transaction=True)
def test_control_read_and_then_written_without_the_lock_a_number_is_given_twice(monkeypatch):
    """PostgreSQL gives one number to two papers, of which the unique number refuses one. SQLite's lock is its
    immediate transaction: without it somebody gets an error."""
    bills = [create_bill() for _n in range(2)]
    Counter.objects.create(series=Series.INVOICE, fiscal_year=fiscal_year_of(timezone.localdate()))
    read = Barrier(2)

    def read_then_write(series, *, on):
        counter = Counter.objects.get(series=series, fiscal_year=fiscal_year_of(on))
        read.wait(timeout=30)
        counter.last += 1
        counter.save()
        return Number(series, counter.fiscal_year, counter.last)

    monkeypatch.setattr(invoicing, "next_number", read_then_write)

    numbers = rush(bills, before=begin_without_a_lock)

    assert sorted(numbers, key=str) == sorted([1, IntegrityError if postgresql() else OperationalError], key=str)
    assert Invoice.objects.count() == 1
