"""What is owed, by how long ago it was due: by district and by convening, with a bar drawn for each."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Invoice
from .models.account import NOTHING, to_the_cent
from .statement import AGES, OLDEST

LABELS = {
    "current": _("Not due yet"),
    "days_1_30": _("1–30 days"),
    "days_31_60": _("31–60 days"),
    "days_61_90": _("61–90 days"),
    OLDEST: _("Over 90 days"),
}
BY_DISTRICT = ["account", "account__district__name", "account__district__cd_code"]
BY_CONVENING = ["bill__subject_key", "bill__subject"]


@dataclass(frozen=True)
class Part:
    """One piece of a bar: where it begins and how long it is, in hundredths of the longest bar."""

    age: str
    start: str
    length: str


@dataclass(frozen=True)
class Row:
    """What one district or convening owes: `amounts` in the order of LABELS and their `total`, Decimal dollars."""

    key: object
    label: str
    detail: str
    invoices: int
    amounts: list
    total: Decimal
    bar: list


def open_invoices(*, on):
    """The invoices of which something was open at the end of the Pacific day `on`, with `open_amount` as it was."""
    return Invoice.objects.open_at(timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min)))


def owed_by(fields, *, on):
    """[Row] of what was owed at the end of the Pacific day `on`, the largest first, in one query.

    `fields` are BY_DISTRICT or BY_CONVENING; a convening that was renamed is one row for each of its titles.
    """
    sums = {age: to_the_cent(Sum("open_amount", filter=when, default=NOTHING)) for age, when in _ages(on)}
    owed = open_invoices(on=on).order_by().values(*fields).annotate(invoices=Count("pk"), **sums)
    found = []
    for one in owed:
        amounts = [one[age] for age in LABELS]
        key, label, *detail = (one[field] for field in fields)
        found.append((sum(amounts, NOTHING), key, label, "".join(detail), one["invoices"], amounts))
    found.sort(key=lambda one: (-one[0], one[2], str(one[1])))
    longest = found[0][0] if found else NOTHING
    return [
        Row(key, label, detail, invoices, amounts, total, _bar(amounts, of=longest))
        for total, key, label, detail, invoices, amounts in found
    ]


def totals_of(rows):
    """All `rows` in one, and each of its amounts as a bar of its own: (Row, [(label, amount, bar)])."""
    amounts = [sum(column, NOTHING) for column in zip(*(row.amounts for row in rows), strict=True)]
    amounts = amounts or [NOTHING] * len(LABELS)
    total = sum(amounts, NOTHING)
    longest = max(amounts)
    ages = [
        (label, amount, _bar([amount if other == age else NOTHING for other in LABELS], of=longest))
        for (age, label), amount in zip(LABELS.items(), amounts, strict=True)
    ]
    return Row(None, "", "", sum(row.invoices for row in rows), amounts, total, _bar(amounts, of=total)), ages


def bar_of_order(order):
    """How much of a PurchaseOrder is used, as a bar of the whole order."""
    part = min(100 * order.used / order.amount, 100)
    return [Part("overdrawn" if order.left < 0 else "used", "0.00", f"{part:.2f}")]


def _ages(on):
    """(age, the invoices of that age on the day `on`)."""
    younger = None
    for age, days in AGES:
        first_due = Q(due_on__gte=on - timedelta(days=days))
        yield age, first_due if younger is None else first_due & Q(due_on__lt=younger)
        younger = on - timedelta(days=days)
    yield OLDEST, Q(due_on__lt=younger)


def _bar(amounts, *, of):
    parts, start = [], Decimal(0)
    for age, amount in zip(LABELS, amounts, strict=True):
        if amount:
            length = 100 * amount / of
            # As text, for a template would write numbers as its reader's language does.
            parts.append(Part(age, f"{start:.2f}", f"{length:.2f}"))
            start += length
    return parts
