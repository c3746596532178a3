"""Differences between numbers, their parts, their counters and their days, each planted alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from billing.models import Counter, CreditNote, Entry, Invoice
from billing.numbering import next_number

from .factories import create_invoice, settle
from .forging import differences, forge

pytestmark = [pytest.mark.django_db, pytest.mark.plants_a_difference]

GAPLESS = "Numbers are gapless and consecutive, and the counters know the last"
READS = "Every number reads as its parts, in the fiscal year of its day in Pacific time"
DATED = "Every paper is dated on the day on which it was issued"


def number(series, sequence):
    return f"{series}-{year()}-{sequence:05}"


def year():
    """“2627”, as numbers carry it."""
    first = Invoice.objects.values_list("fiscal_year", flat=True).first()
    return f"{first % 100:02}{(first + 1) % 100:02}"


def test_a_gap_is_found():
    create_invoice("10.00"), create_invoice("20.00")
    last = create_invoice("30.00")

    forge(last, sequence=4, number=number("INV", 4), facts=last.facts | {"number": number("INV", 4)})

    year = last.fiscal_year
    assert differences() == {GAPLESS: [f"INV {year}: 3 papers, numbered 1 to 4, and the counter stands at 3."]}


def test_numbers_that_do_not_begin_at_one_are_found():
    invoice = create_invoice("10.00")

    forge(invoice, sequence=2, number=number("INV", 2), facts=invoice.facts | {"number": number("INV", 2)})
    Counter.objects.update(last=2)

    year = invoice.fiscal_year
    assert differences() == {GAPLESS: [f"INV {year}: 1 papers, numbered 2 to 2, and the counter stands at 2."]}


@pytest.mark.parametrize("series", Counter.Series.values)
def test_a_counter_that_ran_ahead_is_found(series):
    year = create_invoice("10.00").fiscal_year

    next_number(series, on=timezone.localdate())

    papers = 1 if series == "INV" else 0
    last = papers + 1
    assert differences() == {
        GAPLESS: [f"{series} {year}: {papers} papers, numbered 1 to {papers}, and the counter stands at {last}."]
    }


def test_papers_without_a_counter_are_found():
    year = create_invoice("10.00").fiscal_year

    Counter.objects.all().delete()

    assert differences() == {GAPLESS: [f"INV {year}: there are papers, but no counter."]}


def test_a_number_that_reads_otherwise_is_found():
    invoice = create_invoice("10.00")
    right = str(invoice)

    forge(invoice, number="INV-0000-1", facts=invoice.facts | {"number": "INV-0000-1"})

    day = invoice.issued_on
    assert differences() == {READS: [f"INV-0000-1 should read {right}: it was issued on {day}."]}


def test_a_paper_of_another_day_is_found():
    invoice = create_invoice("10.00")
    issued_on = invoice.issued_on

    forge(invoice, issued_on=issued_on - timedelta(days=1))

    assert differences() == {
        DATED: [f"{invoice} is dated {issued_on - timedelta(days=1)} and was issued on {issued_on}."]
    }


def test_an_entry_is_found_in_the_wrong_fiscal_year():
    credit_note, _none = settle(create_invoice("10.00").bill)
    moment = credit_note.issued_at + timedelta(days=366)
    day = timezone.localdate(moment)

    forge(credit_note, issued_at=moment, issued_on=day)

    found = differences()
    assert list(found) == [READS]
    assert Entry.objects.count() == CreditNote.objects.count() + Invoice.objects.count()
