"""Numbers: consecutive from 1 in every series and fiscal year, and of the year in which the paper was issued."""

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate

from billing.checking import book_check
from billing.models import Counter, CreditNote, Invoice, Payment, Quote
from billing.numbering import Number, fiscal_year_of

Series = Counter.Series

# The papers of each series, and the moment that decides their fiscal year.
_PAPERS = [
    (Series.INVOICE, Invoice, "issued_at"),
    (Series.CREDIT_NOTE, CreditNote, "issued_at"),
    (Series.RECEIPT, Payment, "recorded_at"),
    (Series.QUOTE, Quote, "asked_at"),
]


@book_check("Numbers are gapless and consecutive, and the counters know the last")
def numbers_are_gapless():
    """No number twice in a year is the database's promise."""
    for series, model, _moment in _PAPERS:
        of_year = model.objects.order_by().filter(fiscal_year=OuterRef("fiscal_year")).values("fiscal_year")
        counters = Counter.objects.filter(series=series).annotate(
            count=Coalesce(Subquery(of_year.annotate(n=Count("pk")).values("n")), 0),
            first=Coalesce(Subquery(of_year.annotate(n=Min("sequence")).values("n")), 1),
            highest=Coalesce(Subquery(of_year.annotate(n=Max("sequence")).values("n")), 0),
        )
        for counter in counters:
            if (counter.first, counter.count, counter.highest) != (1, counter.last, counter.last):
                yield (
                    f"{series} {counter.fiscal_year}: {counter.count} papers, numbered {counter.first} to "
                    f"{counter.highest}, and the counter stands at {counter.last}."
                )
        counted = Counter.objects.filter(series=series, fiscal_year=OuterRef("fiscal_year"))
        strays = model.objects.exclude(Exists(counted)).order_by("fiscal_year").values_list("fiscal_year", flat=True)
        for year in strays.distinct():
            yield f"{series} {year}: there are papers, but no counter."


@book_check("Every number reads as its parts, in the fiscal year of its day in Pacific time")
def numbers_read_as_their_parts():
    for series, model, moment in _PAPERS:
        rows = model.objects.annotate(day=TruncDate(moment)).values_list("number", "fiscal_year", "sequence", "day")
        for number, fiscal_year, sequence, day in rows.iterator():
            right = Number(series, fiscal_year_of(day), sequence)
            if (number, fiscal_year) != (str(right), right.fiscal_year):
                yield f"{number} should read {right}: it was issued on {day}."


@book_check("Every paper is dated on the day on which it was issued")
def papers_are_dated_when_issued():
    for model in (Invoice, CreditNote):
        strays = model.objects.annotate(day=TruncDate("issued_at")).exclude(issued_on=F("day"))
        for number, dated, day in strays.values_list("number", "issued_on", "day").iterator():
            yield f"{number} is dated {dated} and was issued on {day}."
