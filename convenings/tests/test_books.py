from decimal import Decimal

import pytest
from django.utils import timezone

from billing.invoicing import write_off_invoice
from billing.models import Bill, Invoice
from convenings.books import invoices_say_what_teams_owe, teams_that_owe_have_a_bill
from convenings.cancelling import cancel_registration
from convenings.changing import change_team
from convenings.models import AddOn, KeptFee, Registration, Waiver
from districts.tests.factories import create_user

from .factories import create_convening, register, standing_requests

pytestmark = [pytest.mark.django_db, pytest.mark.plants_a_difference]


@pytest.fixture
def team():
    return register(create_convening(), size=3)


def differences():
    return [*invoices_say_what_teams_owe(), *teams_that_owe_have_a_bill()]


def test_books_are_right_after_each_deed(team):
    convening = create_convening(capacity=3)
    held, _waiting = register(convening, size=3), register(convening, size=2)
    seats, now = standing_requests(team)[:2], timezone.now()

    change_team(registration=team, changed_by=team.registered_by, seats=seats, revision=0, now=now)
    cancel_registration(registration=held, cancelled_by=held.registered_by, reason="Fog", now=now)

    assert differences() == []


def test_seat_that_costs_something_else_by_now_is_told(team):
    team.seats.filter(position=1).update(price=Decimal("90.00"))

    assert differences() == [f"Team {team.code}, Seat: its rows come to $210.00, its standing invoice to $180.00."]


def test_kinds_are_not_mixed_up(team):
    seat = team.seats.first()
    day = AddOn.objects.create(convening=team.convening, title="Day", price=Decimal("60.00"))
    seat.chosen_add_ons.create(add_on=day, price=day.price)
    Waiver.objects.create(
        seat=seat, kind="host", amount=60, reason="Host", waived_at=timezone.now(), waived_by=create_user()
    )

    assert Registration.objects.with_totals().get().amount == 180
    assert differences() == [
        f"Team {team.code}, Add-on: its rows come to $60.00, its standing invoice to $0.00.",
        f"Team {team.code}, Waiver: its rows come to $-60.00, its standing invoice to $0.00.",
    ]


@pytest.mark.parametrize(
    ("state", "fields"),
    [("waitlisted", {"place_in_line": 1}), ("cancelled", {"cancelled_at": timezone.now()})],
    ids=["waiting", "cancelled"],
)
def test_team_that_does_not_come_has_no_standing_invoice(team, state, fields):
    Registration.objects.update(state=state, **fields)

    assert differences() == [f"Team {team.code}, Seat: its rows come to $0.00, its standing invoice to $180.00."]


def test_kept_fee_without_its_invoice_is_told(team):
    cancel_registration(registration=team, cancelled_by=create_user(), reason="Fog", now=timezone.now())
    KeptFee.objects.create(registration=team, label="Seat", amount=Decimal("30.00"), kept_at=timezone.now())

    assert differences() == [
        f"Team {team.code}, Cancellation fee: its rows come to $30.00, its standing invoice to $0.00."
    ]


def test_what_staff_wrote_off_is_no_difference(team):
    write_off_invoice(invoice=Invoice.objects.get(), by=create_user(), reason="Storm", now=timezone.now())

    assert differences() == []


def test_team_of_before_there_were_bills_is_no_difference_and_a_later_one_is():
    convening = create_convening(fee_rule="free")
    before = register(convening)
    register(create_convening())
    after = register(convening)
    for team in (before, after):
        team.seats.update(price=Decimal("60.00"))

    assert Bill.objects.count() == 1
    assert differences() == [f"Team {after.code} owes $120.00 and has no bill."]


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_checks_is_constant(count, django_assert_num_queries):
    for _n in range(count):
        register(create_convening()).seats.update(price=Decimal("70.00"))

    with django_assert_num_queries(5):
        assert len(differences()) == count
