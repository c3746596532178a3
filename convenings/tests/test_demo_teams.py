from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Invoice, PurchaseOrder
from convenings.demo import load_calendar
from convenings.demo_teams import load_teams
from convenings.models import Registration, Seat
from districts.demo import load_directory_facts
from districts.demo_people import load_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def teams():
    now = timezone.now()
    load_directory_facts()
    load_people(password="of-the-demo-only", now=now)
    load_calendar(today=timezone.localdate(now))
    return load_teams(now=now)


def test_demo_owes_by_an_order_and_by_one_to_follow(teams):
    drawn, awaiting = (team.bill for team in teams)

    assert [team.state for team in teams] == [Registration.State.CONFIRMED] * 2
    assert (drawn.purchase_order, drawn.awaits_purchase_order()) == (PurchaseOrder.objects.get(), False)
    assert awaiting.awaits_purchase_order()


def test_demo_has_an_invoice_that_a_check_paid_in_part(teams):
    invoice = Invoice.objects.with_open_amount().get(bill=teams[0].bill)

    assert (invoice.paid, invoice.open_amount) == (Decimal("200.00"), invoice.total - 200)


def test_all_who_are_named_in_the_demo_are_marked_as_made_up(teams):
    named = Seat.objects.exclude(name="")

    assert {seat.name.endswith("(made up)") for seat in named} == {True}
    assert {seat.email.endswith("@example.org") for seat in named} == {True}


def test_demo_leaves_the_convening_of_the_readme_to_whoever_tries_it(teams):
    assert [team.convening.slug.startswith("central-valley") for team in teams] == [False, False]
