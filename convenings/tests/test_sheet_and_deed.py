"""What the sheet says is what the deed does."""

from decimal import Decimal

import pytest

from convenings.models import AddOn, Registration, Seat

from .factories import create_convening
from .sheets import TEAM, row, sheet_data

pytestmark = pytest.mark.django_db

URL = "/convenings/central-valley/register/"


def test_total_of_the_sheet_is_the_total_of_the_registration(client, lead):
    convening = create_convening(slug="central-valley", fee_rule="first_free", fee=Decimal("150.00"), free_seats=2)
    day = AddOn.objects.create(convening=convening, title="Pre-conference day", price=Decimal("75.50"))
    data = sheet_data([*TEAM, row("board") | {"add_ons": [day.pk]}, row("cabinet")])

    shown = client.post(URL, data | {"action": "preview"}, headers={"HX-Request": "true"}).context["sheet"].quote
    client.post(URL, data)

    assert Registration.objects.with_totals().get().amount == shown.total == Decimal("375.50")
    assert shown.explanation == "2 free, 2 × $150.00, Pre-conference day: 1 × $75.50 = $375.50"


def test_needs_and_titles_are_kept_and_may_change(client, lead):
    create_convening(slug="central-valley")
    needs = {"title": "President", "dietary_needs": "vegan, no nuts", "access_needs": "step-free, front row"}
    client.post(URL, sheet_data([TEAM[0] | needs, TEAM[1]]))
    team, seat = Registration.objects.get(), Seat.objects.first()
    assert {name: getattr(seat, name) for name in needs} == needs

    rows = [
        {"seat_id": s.pk, "place": s.slot, "name": s.name, "email": s.email} | ({} if s != seat else {"title": "Lead"})
        for s in team.seats.all()
    ]
    client.post(f"/teams/{team.code}/change/", sheet_data(rows, revision=0))

    seat.refresh_from_db()
    assert (seat.title, seat.dietary_needs, seat.access_needs) == ("Lead", "", "")


def test_null_characters_are_refused_beside_their_field(client, lead):
    create_convening(slug="central-valley")

    response = client.post(URL, sheet_data([TEAM[0] | {"name": "A\x00na"}, TEAM[1]]))

    assert response.context["sheet"].formset.errors[0] == {"name": ["Null characters are not allowed."]}
    assert not Registration.objects.exists()
