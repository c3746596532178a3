"""What stays owed of seats that are given up: said before, agreed to, kept."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import CreditNote, Invoice
from billing.tests.factories import pay
from convenings.models import AddOn, CancellationStep, Convening, Seat, Waiver
from convenings.refusing import CannotRegister
from convenings.terms import sentences_of
from districts.tests.factories import create_user
from lmi_portal.audit.models import Entry

from .factories import create_convening, register, standing_requests, team_of
from .giving_up import cancel, change, charging_half, kept, owed
from .sheets import sheet_data

pytestmark = pytest.mark.django_db


def test_seat_that_is_dropped_keeps_its_part():
    team = register(charging_half(), size=3)

    change(team, standing_requests(team)[:2], agreed_fee=Decimal("30.00"))

    assert (kept(team), owed(team)) == ([("Cabinet member", "30.00")], 150)
    assert Entry.objects.get(deed="keep_cancellation_fee").changes == {"kept": ["", "$30.00"]}


@pytest.mark.parametrize("agreed", ["0.00", "29.99", "60.00"])
def test_other_sum_than_was_agreed_to_is_asked_again(agreed):
    team = register(charging_half(), size=3)

    with pytest.raises(CannotRegister, match=r"\$30.00 stays owed now") as refusal:
        change(team, standing_requests(team)[:2], agreed_fee=Decimal(agreed))

    assert refusal.value.field == "agreed_fee"
    assert (team.seats.count(), kept(team), owed(team)) == (3, [], 180)


def test_dropped_seat_that_another_replaces_keeps_nothing():
    team = register(charging_half(), size=3)
    labor, second, _third = standing_requests(team)
    board = team_of(4, district=team.district)[3]

    change(team, [labor, second, board])

    assert (kept(team), owed(team)) == ([], 180)


def test_of_two_dropped_seats_that_of_the_added_ones_price_counts_as_replaced():
    team = register(charging_half(), size=4)
    Seat.objects.filter(position=3).update(price=Decimal("100.00"))
    labor, second, *_dropped = standing_requests(team)
    more = team_of(5, district=team.district)[4]

    change(team, [labor, second, more], agreed_fee=Decimal("50.00"))

    assert kept(team) == [("Cabinet member", "50.00")]


def test_free_seat_that_goes_keeps_the_part_of_the_seat_that_becomes_free():
    team = register(charging_half(fee_rule="first_free", fee=Decimal("150.00"), free_seats=2), size=3)
    labor, _free, paid = standing_requests(team)

    change(team, [labor, paid], agreed_fee=Decimal("75.00"))

    assert (kept(team), owed(team)) == ([("Superintendent or designee", "75.00")], 75)


def test_add_on_given_up_keeps_its_part_and_one_that_moves_keeps_nothing():
    convening = charging_half()
    day = AddOn.objects.create(convening=convening, title="Pre-conference day", price=Decimal("75.00"))
    team = register(convening, size=2)
    first, second = standing_requests(team)
    change(team, [replace(first, add_ons=(day,)), second])

    change(team, [first, replace(second, add_ons=(day,))])
    moved = kept(team)
    change(team, [first, second], agreed_fee=Decimal("37.50"))

    assert (moved, kept(team), owed(team)) == ([], [("Pre-conference day", "37.50")], Decimal("157.50"))


def test_waived_seat_keeps_nothing():
    team = register(charging_half(), size=3)
    Waiver.objects.create(
        seat=team.seats.last(),
        kind="host",
        amount=Decimal("60.00"),
        reason="Host",
        waived_at=timezone.now(),
        waived_by=create_user(),
    )

    change(team, standing_requests(team)[:2])

    assert (kept(team), owed(team)) == ([], 120)


def test_team_that_waits_gives_seats_up_freely():
    convening = charging_half(capacity=3)
    register(convening, size=3)
    waiting = register(convening, size=3)

    change(waiting, standing_requests(waiting)[:2])
    cancel(waiting, agreed_fee=Decimal("0.00"))

    assert kept(waiting) == []


def test_cancelled_team_owes_what_the_terms_keep_and_what_it_gave_up_before():
    team = register(charging_half(), size=3)
    change(team, standing_requests(team)[:2], agreed_fee=Decimal("30.00"))

    cancel(team, agreed_fee=Decimal("60.00"))

    assert (len(kept(team)), owed(team)) == (3, 90)
    assert CreditNote.objects.latest("pk").cause == "cancellation"


def test_cancelling_is_refused_where_the_sum_changed_meanwhile():
    team = register(charging_half(), size=2)
    CancellationStep.objects.update(keeps_percent=80)

    with pytest.raises(CannotRegister, match=r"\$96.00 stays owed now"):
        cancel(team, agreed_fee=Decimal("60.00"))

    team.refresh_from_db()
    assert (team.state, kept(team), owed(team)) == ("confirmed", [], 120)


def test_staff_cancel_by_the_terms_without_agreeing_to_a_sum():
    team = register(charging_half(), size=2)

    cancel(team)

    assert owed(team) == 60


def test_fee_kept_only_of_cards_asks_what_paid():
    convening = create_convening(refund_rule="steps")
    CancellationStep.objects.create(convening=convening, days_before=1, keeps_percent=10, only_paid_by_card=True)
    by_card, by_check = [register(convening, size=2) for _n in range(2)]
    for team, method in [(by_card, "card_online"), (by_check, "ach")]:
        invoice = Invoice.objects.get(bill=team.bill)
        pay(team.bill.account, "120.00", pays=[(invoice, Decimal("120.00"))], method=method)

    cancel(by_card)
    cancel(by_check)

    assert (owed(by_card), owed(by_check)) == (12, 0)


def test_substitution_is_free_on_the_last_day():
    team = register(charging_half(), size=2)
    first, second = standing_requests(team)
    last_day = timezone.now() + timedelta(days=30)

    change(team, [replace(first, name="Luis Peña"), second], now=last_day)

    assert (kept(team), owed(team)) == ([], 120)


def rows_of(team):
    return [{"seat_id": s.pk, "place": s.slot, "name": s.name, "email": s.email} for s in team.seats.all()]


def test_change_page_says_the_sum_and_the_rule_and_asks(client, lead):
    team = register(charging_half(), district=lead.district, registered_by=lead.user, size=3)
    path, rows = f"/teams/{team.code}/change/", rows_of(team)[:2]

    live = client.post(path, sheet_data(rows, action="preview", revision=0), headers={"HX-Request": "true"})
    asked = client.post(path, sheet_data(rows, revision=0))
    kept_before = kept(team)
    client.post(path, sheet_data(rows, revision=0, agreed_fee="30.00"))

    for shown in (live.content.decode(), asked.content.decode()):
        assert "$30.00 stays owed of the seats that you give up." in shown
        assert 'name="agreed_fee" id="id_agreed_fee" value="30.00"' in shown
        assert [sentence in shown for sentence in sentences_of(team.convening)] == [True] * 3
    assert live.context["sheet"].money.amount == asked.context["sheet"].money.amount == 150
    assert (kept_before, kept(team), owed(team)) == ([], [("Cabinet member", "30.00")], 150)


def test_cancel_page_says_the_sum_and_takes_only_that(client, lead):
    team = register(charging_half(), district=lead.district, registered_by=lead.user, size=2)
    path = f"/teams/{team.code}/cancel/"

    asked = client.get(path).content.decode()
    CancellationStep.objects.update(keeps_percent=80)
    refused = client.post(path, {"reason": "Fog", "agreed_fee": "60.00"}).content.decode()
    client.post(path, {"reason": "Fog", "agreed_fee": "96.00"})

    assert "If you cancel now, $60.00 of $120.00 is credited and $60.00 stays owed." in asked
    assert 'name="agreed_fee" value="60.00"' in asked
    assert "$96.00 stays owed now" in refused and 'name="agreed_fee" value="96.00"' in refused
    assert owed(team) == 96


def test_cancel_page_says_what_was_kept_before(client, lead):
    team = register(charging_half(), district=lead.district, registered_by=lead.user, size=3)
    change(team, standing_requests(team)[:2], agreed_fee=Decimal("30.00"))
    CancellationStep.objects.update(keeps_percent=0)

    asked = client.get(f"/teams/{team.code}/cancel/").content.decode()

    assert "If you cancel now, all of $120.00 is credited." in asked
    assert "$30.00 of what was given up before stays owed." in asked


def test_sheet_and_deed_agree_where_waivers_and_fees_meet(client, lead):
    convening = charging_half(fee_rule="first_free", fee=Decimal("150.00"), free_seats=1)
    team = register(convening, district=lead.district, registered_by=lead.user, size=4)
    Waiver.objects.create(
        seat=team.seats.get(position=3),
        kind="host",
        amount=Decimal("150.00"),
        reason="Host",
        waived_at=timezone.now(),
        waived_by=create_user(),
    )
    Convening.objects.update(fee=Decimal("200.00"))
    rows = [*rows_of(team)[1:3], {"place": "certificated_lead"}]
    path = f"/teams/{team.code}/change/"

    money = client.post(path, sheet_data(rows, action="look", revision=0)).context["sheet"].money
    client.post(path, sheet_data(rows, revision=0, agreed_fee=f"{money.fee:.2f}"))

    assert team.seats.count() == 3
    assert owed(team) == money.amount
