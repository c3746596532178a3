import pytest
from django.http import QueryDict

from districts.filtering import DirectoryFilter, read_directory_filter
from districts.models import District, Evidence
from districts.sizes import BANDS, LABELS, NOT_COUNTED, of_size

from .factories import create_county, create_district

pytestmark = pytest.mark.django_db


def read(query):
    return read_directory_filter(QueryDict(query))


def shown(query):
    asked = read(query)
    return [district.name for district in asked.in_order(asked.narrow())]


def on_record(district, *, kind="attended", strength=Evidence.Strength.CERTAIN):
    return Evidence.objects.create(district=district, kind=kind, what="It came.", source="a page", strength=strength)


@pytest.fixture
def four():
    """Districts that differ in everything that can be asked for."""
    certain = create_district(name="Adams", kind="unified", enrollment=20_000)
    on_record(certain, strength=Evidence.Strength.INFERRED)
    on_record(certain, kind="case_study")
    likely = create_district(name="Birch", kind="high", enrollment=499, county=create_county("19"))
    on_record(likely, strength=Evidence.Strength.LIKELY)
    inferred = create_district(name="Cedar", kind="elementary", enrollment=500, county=create_county("01"))
    on_record(inferred, strength=Evidence.Strength.INFERRED)
    on_record(inferred, kind="well_being")
    on_record(create_district(name="Dogwood", kind="county_office", county=create_county("58")), kind="well_being")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Adams", "Birch", "Cedar", "Dogwood"]),
        ("region=3", ["Adams", "Dogwood"]),
        ("county=01", ["Cedar"]),
        ("kind=high", ["Birch"]),
        ("size=under-500", ["Birch"]),
        ("size=500-to-2499", ["Cedar"]),
        ("size=not-counted", ["Dogwood"]),
        ("participating=evidenced", ["Adams", "Birch"]),
        ("participating=inferred", ["Cedar"]),
        ("participating=none", ["Dogwood"]),
        ("case_study=yes", ["Adams"]),
        ("q=birch", ["Birch"]),
        ("q=adams&region=3&kind=unified&participating=evidenced&case_study=yes", ["Adams"]),
        ("q=adams&region=1", []),
        ("sort=-name", ["Dogwood", "Cedar", "Birch", "Adams"]),
        ("sort=county", ["Cedar", "Birch", "Adams", "Dogwood"]),
        ("sort=-county", ["Dogwood", "Adams", "Birch", "Cedar"]),
        ("sort=enrollment", ["Birch", "Cedar", "Adams", "Dogwood"]),
        ("sort=-enrollment", ["Adams", "Cedar", "Birch", "Dogwood"]),
        ("sort=participation", ["Adams", "Birch", "Cedar", "Dogwood"]),
    ],
)
def test_districts_are_narrowed_and_sorted(four, query, names):
    assert shown(query) == names


def test_districts_that_are_no_more_are_left_out():
    create_district(name="Closed", status="closed")
    create_district(name="Merged", status="merged")
    create_district(name="Pending", status="pending")

    assert shown("") == ["Pending"]


@pytest.mark.parametrize("query", ["region=0", "region=²", "county=99", "kind=<b>", "size=1", "participating=yes"])
def test_what_makes_no_sense_is_left_out_and_the_rest_kept(query):
    asked = read(f"{query}&case_study=no&sort=price&q=birch&region=7" if "region" not in query else f"{query}&q=birch")

    value = query.split("=")[1]
    assert asked.q == "birch"
    assert asked.left_out[0] == f"“{value}” is none of the choices, so it is left out."
    assert asked == (DirectoryFilter(q="birch", region="7") if "region" not in query else DirectoryFilter(q="birch"))


def test_a_novel_is_cut_short():
    asked = read(f"q={'x ' * 5_000}")

    assert (len(asked.q), asked.left_out) == (79, ["Only the first 80 characters are looked for."])


def test_links_carry_what_is_asked_to_every_page():
    asked = read("q=csea++127&region=3&kind=&page=4&junk=1")

    assert asked.link() == "/districts/?q=csea+127&region=3"
    assert asked.link("districts:csv", region="", sort="county") == "/districts/districts.csv?q=csea+127&sort=county"
    assert read("").link() == "/districts/"


def test_each_choice_can_be_left_out_alone():
    asked = read("q=san&region=2&county=34&kind=high&size=under-500&participating=inferred&case_study=yes&sort=county")

    chips = dict(asked.chips())

    assert list(chips) == [
        "“san”",
        "Region 2: Butte, Glenn, Lassen, Modoc, Plumas, Shasta, Siskiyou, Tehama, Trinity",
        "Sacramento County",
        "High school district",
        "Under 500 students",
        "Inferred only",
        "With a case study",
    ]
    assert [read(link.partition("?")[2]).asked().keys() ^ asked.asked().keys() for link in chips.values()] == [
        {"q"}, {"region"}, {"county"}, {"kind"}, {"size"}, {"participating"}, {"case_study"},
    ]  # fmt: skip


def test_every_district_is_of_one_size():
    for enrollment in (None, 0, 499, 500, 2_499, 2_500, 9_999, 10_000, 24_999, 25_000, 600_000):
        create_district(enrollment=enrollment)

    counts = {band: District.objects.filter(of_size(band)).count() for band in [*BANDS, NOT_COUNTED]}

    assert list(counts.values()) == [2, 2, 2, 2, 2, 1]
    assert counts.keys() == LABELS.keys()
