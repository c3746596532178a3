import pytest

from convenings.table import SeatRequest, places_of, who_is_at_the_table
from districts.models import Side
from districts.tests.factories import create_district, create_unit

pytestmark = pytest.mark.django_db

MANAGEMENT = ["Superintendent or designee", "Cabinet member", "Board member", "Principal or site leader"]
EXTRA = ["Extra seat, labor", "Extra seat, management", "Extra seat, neutral (facilitator)"]


def labels(places):
    return [str(place.label) for place in places]


def test_places_have_a_seat_for_the_lead_of_each_unit():
    district = create_district()
    create_unit(district, organization="SJTA", kind="certificated")
    create_unit(district, organization="CSEA 127", kind="classified")
    create_unit(create_district(), organization="Elsewhere", kind="classified")

    assert labels(places_of(district)) == [*MANAGEMENT, "SJTA lead", "CSEA 127 lead", *EXTRA]


def test_places_fall_back_to_certificated_and_classified_where_no_unit_is_on_file():
    labor = ["Certificated employees’ lead", "Classified employees’ lead"]

    assert labels(places_of(create_district())) == [*MANAGEMENT, *labor, *EXTRA]


@pytest.mark.parametrize(
    "fields", [{"kind": "unrepresented"}, {"confidence": "low"}], ids=["unrepresented", "unconfirmed"]
)
def test_places_leave_out_groups_without_a_confirmed_representative(fields):
    district = create_district()
    create_unit(district, organization="SJTA")
    create_unit(district, organization="Perhaps", **fields)

    assert labels(places_of(district)) == [*MANAGEMENT, "SJTA lead", *EXTRA]


def test_table_tells_present_from_to_be_named_from_missing():
    district = create_district()
    create_unit(district, organization="SJTA")
    places = places_of(district)
    by_key = {place.key: place for place in places}
    unit = next(place for place in places if place.unit)
    requests = [
        SeatRequest(by_key["superintendent"], name="Ana"),
        SeatRequest(unit),
        SeatRequest(by_key["extra-labor"], name="Bo"),
    ]

    table = who_is_at_the_table(requests, places=places)

    assert [(str(one.place.label), one.status) for one in table.labor] == [
        ("SJTA lead", "to_be_named"),
        ("Extra seat, labor", "present"),
    ]
    assert [one.status for one in table.management] == ["present", "missing", "missing", "missing"]
    assert table.missing_sides == []


def test_table_names_the_side_that_has_no_seat():
    places = places_of(create_district())

    table = who_is_at_the_table([SeatRequest(places[0])], places=places)

    assert table.missing_sides == [Side.LABOR]
