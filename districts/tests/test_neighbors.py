import pytest

from districts.neighbors import neighbors_of

from .factories import create_county, create_district, create_evidence

pytestmark = pytest.mark.django_db


def at(latitude, longitude, **fields):
    return create_district(latitude=latitude, longitude=longitude, **fields)


def names(district, **fields):
    return [neighbor.name for neighbor in neighbors_of(district, **fields)]


def test_nearest_come_first_and_those_without_coordinates_last():
    here = at("38.500000", "-121.400000")
    at("38.600000", "-121.400000", name="Ten minutes north")
    at("38.500000", "-121.410000", name="Next door")
    create_district(name="Nowhere on file")

    assert names(here) == ["Next door", "Ten minutes north", "Nowhere on file"]


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude():
    here = at("38.500000", "-121.400000")
    at("38.590000", "-121.400000", name="North")
    at("38.500000", "-121.510000", name="West")

    assert [(one.name, one.miles) for one in neighbors_of(here)] == [("West", 6), ("North", 6)]


@pytest.mark.parametrize(("strength", "expected"), [(1, ["Far", "Near"]), (2, ["Far", "Near"]), (3, ["Near", "Far"])])
def test_those_with_a_part_on_record_come_first_unless_it_is_inferred(strength, expected):
    here = at("38.500000", "-121.400000")
    at("38.510000", "-121.400000", name="Near")
    create_evidence(at("38.900000", "-121.400000", name="Far"), strength=strength)

    assert names(here) == expected


def test_a_well_being_highlight_puts_nobody_first():
    here = at("38.500000", "-121.400000")
    at("38.510000", "-121.400000", name="Near")
    create_evidence(at("38.900000", "-121.400000", name="Far"), kind="well_being")

    assert names(here) == ["Near", "Far"]


def test_they_are_others_of_the_region_that_still_exist():
    here = create_district(county=create_county("34"))
    create_district(county=create_county("09"), name="Same region, other county")
    create_district(county=create_county("37"), name="Other region")
    create_district(name="Merged", status="merged")
    create_district(name="Closed", status="closed")
    create_district(name="Pending", status="pending")

    assert names(here) == ["Pending", "Same region, other county"]


def test_no_more_than_asked_for():
    here = create_district()
    for _n in range(5):
        create_district()

    assert len(neighbors_of(here, at_most=3)) == 3


def test_one_that_lies_nowhere_on_file_has_neighbors_by_name():
    here = create_district()
    at("38.500000", "-121.400000", name="B")
    at("38.600000", "-121.400000", name="A")

    assert [(one.name, one.miles) for one in neighbors_of(here)] == [("A", None), ("B", None)]


def test_they_are_asked_for_in_one_query(django_assert_num_queries):
    here = create_district()
    create_evidence(create_district())
    create_district()

    with django_assert_num_queries(1):
        [str(one.county) for one in neighbors_of(here)]
