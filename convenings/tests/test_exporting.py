import csv
import io
from decimal import Decimal

import pytest
from django.utils import timezone

from convenings.exporting import csv_lines, record_export
from convenings.models import AddOn, Registration, SeatAddOn
from districts.tests.factories import create_district, create_user
from lmi_portal.audit.models import Entry

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


def rows_of(registrations):
    text = "".join(csv_lines(registrations))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


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


def test_excel_is_told_that_it_is_utf_8():
    assert next(csv_lines(Registration.objects.all())).startswith("\ufeffcode,convening,")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_cell_that_would_run_as_a_formula_is_disarmed(sign):
    team = register(create_convening(), size=2)
    name = f"{sign}HYPERLINK(1)"
    team.seats.filter(position=1).update(name=name, dietary_needs="no = sign up front")

    row = rows_of(Registration.objects.all())[0]

    assert (row["name"], row["dietary needs"]) == (f"'{name}", "no = sign up front")


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
