"""How the district pays, as the team sheet asks it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from billing.models import Bill, Invoice, PurchaseOrder
from billing.purchasing import choose_purchase_order, withdraw_purchase_order
from billing.tests.factories import create_account, create_purchase_order
from convenings.models import Registration
from convenings.paying import Paying
from convenings.refusing import CannotRegister
from districts.tests.factories import create_membership
from lmi_portal.audit.models import Entry

from .factories import create_convening, register
from .sheets import TEAM, row, sheet_data
from .test_paying import bill_of, change

pytestmark = pytest.mark.django_db

URL = "/convenings/central-valley/register/"
HTMX = {"HX-Request": "true"}
PO = Bill.PaysBy.PURCHASE_ORDER


@pytest.fixture
def convening():
    return create_convening(slug="central-valley", capacity=200)


@pytest.fixture
def order(lead):
    return create_purchase_order(create_account(district=lead.district), "150.00", number="4711")


def page(response):
    return response.content.decode()


def send(client, rows=TEAM, **words):
    return client.post(URL, sheet_data(rows, **words))


SHORT = "Purchase order 4711 has $150.00 left, and this comes to $180.00: $30.00 more than that."
THREE = [*TEAM, row("board")]


def test_purchase_orders_of_the_district_are_offered_with_what_is_left(client, convening, lead, order):
    create_purchase_order(create_account(), number="Theirs")
    create_purchase_order(order.account, number="Over", valid_until_on=timezone.localdate() - timedelta(days=1))
    withdrawn = create_purchase_order(order.account, number="Withdrawn")
    withdraw_purchase_order(purchase_order=withdrawn, withdrawn_by=lead.user, now=timezone.now())
    send(client, purchase_order=order.pk, team_name="First")

    choices = client.get(URL).context["sheet"].money.form.fields["purchase_order"].choices

    day = f"{order.valid_until_on:%B} {order.valid_until_on.day}, {order.valid_until_on.year}"
    assert choices == [("", "To follow"), (str(order.pk), f"PO 4711 – $30.00 left, valid until {day}")]


def test_order_that_the_team_draws_on_says_what_is_there_for_it(client, convening, lead, order):
    team = register(convening, district=lead.district, registered_by=lead.user, paying=Paying(PO, order))

    choices = client.get(f"/teams/{team.code}/change/").context["sheet"].money.form.fields["purchase_order"].choices

    assert choices[1][1].startswith("PO 4711 – $150.00 for this team, valid until")


def test_team_draws_on_the_chosen_purchase_order(client, convening, order):
    send(client, purchase_order=order.pk, pays_by="purchase_order")

    team = Registration.objects.get()
    assert (team.bill.pays_by, team.bill.purchase_order) == (PO, order)
    assert Invoice.objects.get().facts["purchase_order"] == "4711"


def test_purchase_order_may_follow(client, convening, lead):
    send(client, pays_by="purchase_order", purchase_order="")

    assert Registration.objects.get().bill.awaits_purchase_order()
    assert Invoice.objects.get().facts["purchase_order_to_follow"] is True


def test_check_needs_no_purchase_order_even_where_one_is_still_selected(client, convening, order):
    send(client, pays_by="check", purchase_order=order.pk)

    bill = Bill.objects.get()
    assert (bill.pays_by, bill.purchase_order) == ("check", None)


@pytest.mark.parametrize(("key", "ways"), [("", 2), ("sk_test_x", 3)], ids=["no-cards", "cards"])
def test_card_is_offered_only_where_cards_are_taken(client, convening, lead, settings, key, ways):
    settings.STRIPE_SECRET_KEY = key

    assert len(client.get(URL).context["sheet"].money.form.fields["pays_by"].choices) == ways


def test_convening_that_takes_no_purchase_orders_offers_none(client, lead, order):
    create_convening(slug="central-valley", takes_purchase_orders=False)

    form = client.get(URL).context["sheet"].money.form
    refused = send(client, pays_by="purchase_order")
    send(client, purchase_order=order.pk)

    assert "purchase_order" not in form.fields
    assert "This convening cannot be paid for in that way." in page(refused)
    assert (Bill.objects.get().pays_by, Bill.objects.get().purchase_order) == ("check", None)


def test_free_convening_asks_nothing_of_it(client, lead):
    create_convening(slug="central-valley", fee_rule="free")

    assert "How the district pays" not in page(client.get(URL))


def test_person_who_only_asked_to_join_sees_no_purchase_orders(client, convening, order):
    asker = create_membership(district=order.account.district, state="requested")
    client.force_login(asker.user)

    shown = page(client.get(URL))
    send(client, purchase_order=order.pk)

    assert "4711" not in shown
    assert "said by people whom the district has approved" in shown
    assert bill_of(Registration.objects.get()).purchase_order is None


def test_order_chosen_by_others_stays_when_somebody_changes_the_team_who_may_not_see_it(client, convening, order):
    asker = create_membership(district=order.account.district, state="requested")
    team = register(convening, district=order.account.district, registered_by=asker.user)
    change(team, changed_by=create_membership(district=order.account.district).user, paying=Paying(PO, order))
    client.force_login(asker.user)

    shown = page(client.get(f"/teams/{team.code}/change/"))
    rows = [{"seat_id": s.pk, "place": s.slot, "name": f"{s.name}x", "email": s.email} for s in team.seats.all()]
    client.post(f"/teams/{team.code}/change/", sheet_data(rows, revision=0, pays_by="purchase_order"))

    assert "4711" not in shown
    assert (bill_of(team).purchase_order, team.seats.first().name[-1]) == (order, "x")


def test_order_chosen_by_others_is_named_to_nobody_who_may_not_see_it(client, convening, order):
    asker = create_membership(district=order.account.district, state="requested")
    team = register(convening, district=order.account.district, registered_by=asker.user)
    change(team, changed_by=create_membership(district=order.account.district).user, paying=Paying(PO, order))
    client.force_login(asker.user)
    rows = [{"seat_id": s.pk, "place": s.slot, "name": s.name, "email": s.email} for s in team.seats.all()]
    data = sheet_data([*rows, row("board")], revision=0, pays_by="purchase_order")

    refused = client.post(f"/teams/{team.code}/change/", data)
    seats_before = team.seats.count()
    client.post(f"/teams/{team.code}/change/", data | {"agreed_to": UNNAMED})

    assert UNNAMED in page(refused) and "4711" not in page(refused) and "$150" not in page(refused)
    assert (seats_before, team.seats.count()) == (2, 3)
    assert Entry.objects.get(deed="draw_on_short_purchase_order").changes["warnings"] == ["", SHORT]


def test_order_chosen_by_others_is_taken_back_by_nobody_who_may_not_see_it(client, convening, order):
    asker = create_membership(district=order.account.district, state="requested")
    team = register(convening, district=order.account.district, registered_by=asker.user)
    change(team, changed_by=create_membership(district=order.account.district).user, paying=Paying(PO, order))
    client.force_login(asker.user)
    rows = [{"seat_id": s.pk, "place": s.slot, "name": s.name, "email": s.email} for s in team.seats.all()]

    shown = client.get(f"/teams/{team.code}/change/").context["sheet"].money.form.fields["pays_by"].choices
    client.post(f"/teams/{team.code}/change/", sheet_data(rows, revision=0, pays_by="check"))
    with pytest.raises(CannotRegister, match="Your district chose a purchase order"):
        change(team, changed_by=asker.user, paying=Paying("check"))

    assert ([way for way, _label in shown], bill_of(team).purchase_order) == (["purchase_order"], order)


UNNAMED = "The purchase order that your district chose does not cover this."


def test_order_that_others_choose_meanwhile_is_not_taken_back_by_an_older_page(client, convening, lead, order):
    team = register(convening, district=lead.district, registered_by=lead.user)
    money = client.get(f"/teams/{team.code}/change/").context["sheet"].money
    choose_purchase_order(bill=team.bill, purchase_order=order, chosen_by=lead.user, now=timezone.now())
    rows = [{"seat_id": s.pk, "place": s.slot, "name": f"{s.name}x", "email": s.email} for s in team.seats.all()]
    words = {"pays_by": "purchase_order", "purchase_order": "", "paid_before": money.paid_before}

    client.post(f"/teams/{team.code}/change/", sheet_data(rows, revision=0, **words))

    assert (bill_of(team).purchase_order, team.seats.first().name[-1]) == (order, "x")
    client.post(f"/teams/{team.code}/change/", sheet_data(rows, revision=1, **words | {"paid_before": ""}))
    assert bill_of(team).purchase_order is None


def test_short_order_that_others_chose_meanwhile_is_asked_about(client, convening, lead, order):
    team = register(convening, district=lead.district, registered_by=lead.user)
    choose_purchase_order(bill=team.bill, purchase_order=order, chosen_by=lead.user, now=timezone.now())
    rows = [{"seat_id": s.pk, "place": s.slot, "name": s.name, "email": s.email} for s in team.seats.all()]
    words = {"revision": 0, "pays_by": "purchase_order", "purchase_order": "", "paid_before": "purchase_order:"}

    refused = client.post(f"/teams/{team.code}/change/", sheet_data([*rows, row("board")], **words))

    assert f'value="{SHORT}"' in page(refused)
    assert f'<option value="{order.pk}" selected>' in page(refused)
    assert team.seats.count() == 2


def test_order_that_runs_over_is_said_while_typing(client, convening, order):
    data = sheet_data(THREE, action="preview", purchase_order=order.pk)

    shown = client.post(URL, data, headers=HTMX)

    assert page(shown).count(SHORT) == 3
    assert 'hx-swap-oob="true"' in page(shown)


def test_order_that_runs_over_is_said_before_registering_and_then_accepted(client, convening, order):
    refused = send(client, THREE, purchase_order=order.pk, team_name="Élèves")
    registered_first = Registration.objects.exists()
    send(client, THREE, purchase_order=order.pk, team_name="Élèves", agreed_to=SHORT)

    assert registered_first is False
    assert SHORT in page(refused) and 'id="id_agreed_to"' in page(refused) and 'value="Élèves"' in page(refused)
    assert f'<option value="{order.pk}" selected>' in page(refused)
    entry = Entry.objects.get(deed="draw_on_short_purchase_order")
    assert entry.changes == {"purchase_order": ["", "4711"], "warnings": ["", SHORT]}
    assert Registration.objects.get().bill.purchase_order == order


def test_agreement_to_other_words_is_no_agreement(client, convening, order):
    send(client, [*THREE, row("cabinet")], purchase_order=order.pk, agreed_to=SHORT)

    assert not Registration.objects.exists()


def test_order_out_of_date_is_said_on_a_page_that_is_older(client, convening, order):
    PurchaseOrder.objects.update(valid_until_on=timezone.localdate() - timedelta(days=1))

    refused = send(client, purchase_order=order.pk)

    assert "Purchase order 4711 was valid until" in page(refused)
    assert not Registration.objects.exists()


@pytest.mark.parametrize("whose", ["another district’s", "nobody’s", "withdrawn"])
def test_tampered_purchase_order_is_refused_by_page_and_deed(client, convening, lead, order, whose):
    other = create_purchase_order(create_account())
    withdrawn = create_purchase_order(order.account)
    withdraw_purchase_order(purchase_order=withdrawn, withdrawn_by=lead.user, now=timezone.now())
    withdrawn.refresh_from_db()
    chosen = {"another district’s": other, "nobody’s": PurchaseOrder(pk=999_999, account=other.account)}.get(
        whose, withdrawn
    )

    refused = send(client, purchase_order=chosen.pk)
    with pytest.raises(CannotRegister, match="is not one of your district’s"):
        register(convening, district=lead.district, registered_by=lead.user, paying=Paying(PO, chosen))

    assert "This purchase order is not one of your district’s" in page(refused)
    assert (Registration.objects.count(), Bill.objects.count(), Invoice.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "tampered",
    [
        {"pays_by": "gold"},
        {"purchase_order": "9" * 500},
        {"purchase_order": "1 or 1=1"},
        {"agreed_fee": "x"},
        {"agreed_to": "\x00"},
    ],
    ids=lambda tampered: f"{tampered}"[:40],
)
def test_tampered_words_about_money_never_break_the_page(client, convening, lead, tampered):
    assert send(client, **tampered).status_code == 200
    assert not Registration.objects.exists()
