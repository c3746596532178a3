import csv
import io
from decimal import Decimal

import pytest
from django.utils import timezone

from convenings.exporting import record_export, teams_sheet
from convenings.models import AddOn, Registration, Seat, SeatAddOn
from districts.tests.factories import create_district, create_user
from lmi_portal.audit.models import Entry
from lmi_portal.spreadsheets import csv_lines

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


def rows_of(registrations, *, with_needs=True):
    text = "".join(csv_lines(teams_sheet(registrations, with_needs=with_needs, now=timezone.now())))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.plants_a_difference
def test_each_seat_is_a_row_with_its_team():
    convening = create_convening(title="Central Valley")
    team = register(convening, district=create_district(name="San Juan Unified"), size=2)
    seat = team.seats.first()
    add_on = AddOn.objects.create(convening=convening, title="Dinner", price=Decimal("25.00"))
    SeatAddOn.objects.create(seat=seat, add_on=add_on, price=add_on.price)

    first, second = rows_of(Registration.objects.all())

    assert (first["code"], first["convening"], first["district"]) == (team.code, "Central Valley", "San Juan Unified")
    assert (first["name"], first["e-mail"], first["price"]) == (seat.name, seat.email, "60.00")
    assert (first["add-ons"], first["price of add-ons"]) == ("Dinner", "25.00")
    assert (second["code"], second["add-ons"], second["price of add-ons"]) == (team.code, "", "0.00")


@pytest.mark.parametrize(("with_needs", "needs"), [(True, ["dietary needs", "accessibility needs"]), (False, [])])
def test_needs_are_in_it_only_where_asked_for(with_needs, needs):
    register(create_convening(), size=2)
    Seat.objects.update(dietary_needs="vegan", access_needs="ramp")

    row = rows_of(Registration.objects.all(), with_needs=with_needs)[0]

    assert [heading for heading in row if heading.endswith("needs")] == needs
    assert sorted({"vegan", "ramp"} & set(row.values())) == (["ramp", "vegan"] if with_needs else [])
    assert row["price"] == "60.00"


def test_names_are_kept_as_they_are():
    team = register(create_convening(), size=2)
    name = "Zoë Ñuñez, “Zo” 😀 שלום"
    team.seats.filter(position=1).update(name=name)

    assert rows_of(Registration.objects.all())[0]["name"] == name


@pytest.mark.parametrize("teams", [1, 3])
def test_export_takes_as_many_queries_for_many_teams(django_assert_num_queries, teams):
    convening = create_convening()
    for _n in range(teams):
        register(convening, size=2)

    with django_assert_num_queries(3):
        rows = rows_of(Registration.objects.all())

    assert len(rows) == teams * 2


def test_export_is_written_down_for_each_convening():
    first, second, by = create_convening(), create_convening(), create_user()
    register(first), register(first), register(second)

    record_export(Registration.objects.all(), by=by, now=timezone.now())

    entries = Entry.objects.filter(deed="export_teams", done_by=by)
    assert sorted((entry.subject_label, entry.changes["teams"]) for entry in entries) == [
        (first.title, [None, 2]),
        (second.title, [None, 1]),
    ]
