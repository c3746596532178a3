"""A purchase order that is to follow is asked for once a week."""

import pytest

from billing.models import Bill
from billing.purchasing import choose_purchase_order

from .chases import at, beat, letters, owe, paid, partly_paid, set_steps, stopped, taken_back
from .factories import create_purchase_order, settle

pytestmark = pytest.mark.django_db

UNPAID, AWAITED = "invoices_unpaid", "purchase_order_awaited"


@pytest.fixture(autouse=True)
def steps(db):
    set_steps(30, 60, 90)


def test_purchase_order_is_asked_for_after_a_week_and_every_week_until_it_is_there():
    invoice = owe(pays_by=Bill.PaysBy.PURCHASE_ORDER)

    assert beat(at(9, 7), at(9, 8), at(9, 9), at(9, 14), at(9, 15), at(9, 22, 16)) == [0, 1, 0, 0, 1, 1]
    assert [news for news, _to, _numbers in letters()] == [AWAITED] * 3
    assert {to for _news, to, _numbers in letters()} == {invoice.bill.opened_by.email}

    order = create_purchase_order(invoice.account, now=at(9, 23))
    choose_purchase_order(bill=invoice.bill, purchase_order=order, chosen_by=None, now=at(9, 23))
    assert beat(at(9, 29), at(10, 6)) == [0, 0]


@pytest.mark.parametrize(("deed", "reminded"), [(paid, 0), (taken_back, 0), (stopped, 0), (partly_paid, 1), (str, 1)])
def test_purchase_order_is_not_asked_for_once_nothing_waits_for_it(deed, reminded):
    deed(owe(pays_by=Bill.PaysBy.PURCHASE_ORDER))

    assert beat(at(9, 8)) == [reminded]


def test_changes_to_the_team_do_not_put_the_purchase_order_off():
    invoice = owe(pays_by=Bill.PaysBy.PURCHASE_ORDER)
    settle(invoice.bill, "150.00", "150.00", now=at(9, 5))

    assert beat(at(9, 8)) == [1]
    settle(invoice.bill, "150.00", now=at(9, 9))
    assert beat(at(9, 9), at(9, 14), at(9, 15)) == [0, 0, 1]


def test_day_of_a_reminder_brings_no_second_letter_for_the_purchase_order():
    owe(pays_by=Bill.PaysBy.PURCHASE_ORDER)

    assert beat(at(10, 31), at(11, 6), at(11, 7)) == [1, 0, 1]
    assert {news for news, _to, _numbers in letters()[:2]} == {UNPAID}
