"""When the money of a bill is due after its invoice was replaced."""

from datetime import timedelta

import pytest
from django.utils import timezone

from billing.invoicing import reissue_invoice

from .factories import create_bill, settle

pytestmark = pytest.mark.django_db


def reissue(bill, now):
    return reissue_invoice(bill=bill, by=bill.opened_by, now=now, reason="New address")


@pytest.mark.parametrize(
    ("issued", "due_in"), [(timedelta(days=10), timedelta(days=20)), (timedelta(days=50), timedelta(0))]
)
def test_issuing_again_gives_nobody_more_time(issued, due_in):
    now, bill = timezone.now(), create_bill()
    settle(bill, "100.00", now=now - issued)

    reissue(bill, now)
    _credit_note, new = reissue(bill, now)

    assert new.due_on == timezone.localdate(now) + due_in


@pytest.mark.parametrize(("amount", "due_in"), [("80.00", 20), ("120.00", 30)], ids=["less", "more"])
def test_more_money_has_its_days_and_less_money_keeps_the_old_day(amount, due_in):
    now, bill = timezone.now(), create_bill()
    settle(bill, "100.00", now=now - timedelta(days=10))

    _credit_note, new = settle(bill, amount, now=now)

    assert new.due_on == timezone.localdate(now) + timedelta(days=due_in)
