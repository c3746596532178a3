"""Convenings with terms, and what is kept right before and right after a deadline."""

from datetime import date, time, timedelta
from decimal import Decimal

from convenings.days_written import pacific
from convenings.models import CancellationStep
from convenings.terms import kept_of

from .factories import create_convening

DAY = timedelta(days=1)
FIRST_DAY = date(2027, 2, 19)


def convening_with(*steps, **fields):
    """One on Friday, February 19, 2027, $60.00 a person, with a CancellationStep for each dict of `steps`."""
    starts_on = fields.get("starts_on", FIRST_DAY)
    defaults = {"starts_on": starts_on, "ends_on": starts_on, "refund_rule": "steps" if steps else "full"}
    convening = create_convening(**defaults | fields)
    for step in steps:
        CancellationStep.objects.create(convening=convening, **step)
    return convening


def kept_around(convening, day, *, price="60.00", add_ons="0.00", **fields):
    """What is kept in the last minute of a Pacific day, and at the midnight after it."""
    sums = {"price": Decimal(price), "add_ons": Decimal(add_ons), **fields}
    midnight = pacific(day + DAY, time())
    return [str(kept_of(convening, now=now, **sums)) for now in (midnight - timedelta(minutes=1), midnight)]
