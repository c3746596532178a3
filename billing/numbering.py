"""Gapless numbers: consecutive in each series and fiscal year, given out under the counter row's lock."""

from dataclasses import dataclass

from django.db import connection

from .models import Counter


@dataclass(frozen=True)
class Number:
    """One number of a series, as the fields of a NumberedPaper."""

    series: str
    fiscal_year: int
    sequence: int

    def __str__(self):
        """“INV-2627-00042”: the 42nd invoice of the fiscal year 2026–27."""
        first, second = self.fiscal_year % 100, (self.fiscal_year + 1) % 100
        return f"{self.series}-{first:02}{second:02}-{self.sequence:05}"

    def as_fields(self):
        return {"number": str(self), "fiscal_year": self.fiscal_year, "sequence": self.sequence}


def fiscal_year_of(day):
    """The year in which the fiscal year of `day` begins: 1 July – 30 June (Education Code § 37200)."""
    return day.year if day.month >= 7 else day.year - 1


def next_number(series, *, on):
    """The next Number of the series in the fiscal year of the Pacific day `on`.

    Call it in the transaction that writes the paper: the counter's row stays locked until then, so a paper that is
    not written leaves no gap.
    """
    fiscal_year = fiscal_year_of(on)
    last = _count_up(series, fiscal_year)
    if last is None:
        Counter.objects.get_or_create(series=series, fiscal_year=fiscal_year)
        last = _count_up(series, fiscal_year)
    return Number(series, fiscal_year, last)


def _count_up(series, fiscal_year):
    """The number counted up to, or None where nothing was counted in that year; one statement locks and reads."""
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE billing_counter SET "last" = "last" + 1 WHERE series = %s AND fiscal_year = %s RETURNING "last"',
            [str(series), fiscal_year],
        )
        counted = cursor.fetchone()
    return counted and counted[0]


def lock_counters(*, on):
    """Lock the credit notes' counter and then the invoices', the order in which every change takes their numbers.

    For a deed with many bills: its first might need an invoice's number alone, and would lock the other way round.
    """
    series = [Counter.Series.CREDIT_NOTE, Counter.Series.INVOICE]
    counters = Counter.objects.filter(series__in=series, fiscal_year=fiscal_year_of(on)).order_by("series")
    return list(counters.select_for_update())
