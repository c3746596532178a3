"""What words find: the same exact words the same districts in the same order on both databases."""

import pytest
from django.db import connection

from districts.demo import load_directory_facts
from districts.models import BargainingUnit, District
from districts.models.finding import typed_plainly

from .factories import create_county, create_district, create_unit

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL tells near spellings")

OF_CSEA = ["ABC Unified", "Alhambra Unified", "Alisal Union", "Los Angeles Unified", "Milpitas Unified"]
OF_CSEA += ["Pomona Unified", "San Juan Unified"]
IN_CODE_ORDER = ["Lennox", "Little Lake City Elementary", "Long Beach Unified", "Los Angeles Unified", "Los Nietos"]
IN_CODE_ORDER += ["Lowell Joint", "Lynwood Unified", "Monrovia Unified"]
IN_MADERA = ["Madera County Superintendent of Schools", "Alview-Dairyland Union Elementary"]
IN_MADERA += ["Bass Lake Joint Union Elementary", "Chawanakee Unified", "Chowchilla Elementary"]
IN_MADERA += ["Chowchilla Union High", "Golden Valley Unified", "Larkspur-Corte Madera", "Madera Unified"]
IN_MADERA += ["Raymond-Knowles Union Elementary", "Yosemite Unified"]

# The whole of what the 1,000 districts of the facts answer.
FOUND = {
    "san juan": ["San Juan Unified", "Aromas - San Juan Unified", "Capistrano Unified"],
    "JUAN san": ["Aromas - San Juan Unified", "Capistrano Unified", "San Juan Unified"],
    "pomona": ["Pomona Unified"],
    "carmichael": ["San Juan Unified"],
    "alpine": ["Alpine County Office of Education", "Alpine County Unified", "Alpine Union Elementary"],
    "Madera County": IN_MADERA,
    "csea los angeles county": ["ABC Unified", "Alhambra Unified", "Los Angeles Unified", "Pomona Unified"],
    "´": [],
    "La Cañada": ["La Canada Unified"],
    "o’neals": ["Chawanakee Unified"],
    "1964733": ["Los Angeles Unified"],
    "19647": IN_CODE_ORDER,
    "csea": OF_CSEA,
    "CSEA 127": ["San Juan Unified"],
    "teamsters": ["Los Angeles Unified", "San Juan Unified"],
    "san juan teachers": ["San Juan Unified"],
    "seiu 99 los": ["Los Angeles Unified"],
    "nea pomona": ["Pomona Unified"],
    "atu": [],
    "831": [],
    "%": [],
    "_": [],
    "pamona": [],
}


def names(found):
    return [district.name for district in found]


def test_the_same_words_find_the_same_districts_on_both_databases():
    load_directory_facts()

    assert {words: names(District.objects.found_by(words)) for words in FOUND} == FOUND


def test_words_are_of_one_unit_and_its_district():
    """“CSEA 127” is no district with CSEA 14 and AFSCME 127."""
    san_juan, pomona = create_district(name="San Juan"), create_district(name="Pomona")
    create_unit(san_juan, organization="CSEA 127")
    create_unit(pomona, organization="CSEA 14")
    create_unit(pomona, organization="AFSCME 127")

    found = [names(District.objects.found_by(words)) for words in ("CSEA 127", "127 pomona", "csea", "14 127")]

    assert found == [["San Juan"], ["Pomona"], ["Pomona", "San Juan"], []]


def test_a_number_next_to_a_union_is_no_beginning_of_a_code():
    humboldt = create_district(name="Ferndale", cd_code="1275374", county=create_county("12"))
    create_unit(humboldt, organization="CSEA 9")

    found = [names(District.objects.found_by(words)) for words in ("127", "CSEA 127", "CSEA 1275374")]

    assert found == [["Ferndale"], [], ["Ferndale"]]


@pytest.mark.parametrize(("confidence", "found"), [("high", 1), ("medium", 1), ("low", 0)])
def test_units_of_low_confidence_find_nothing(confidence, found):
    create_unit(create_district(), organization="ATU", confidence=BargainingUnit.Confidence(confidence))

    assert District.objects.found_by("ATU").count() == found


@pytest.mark.parametrize("typed", ["peña", "PEÑA", "pena", "Peña"], ids=ascii)
@pytest.mark.parametrize("kept", ["Peña Blanca", "PEÑA BLANCA", "Pena Blanca"], ids=ascii)
def test_accents_and_capitals_make_no_difference_on_either_side(typed, kept):
    create_district(name=kept)

    assert names(District.objects.found_by(typed)) == [kept]


def test_signs_that_stand_for_whole_sentences_cost_no_more_than_what_is_typed():
    assert len(typed_plainly("\ufdfa" * 80)) == 80


def test_a_name_comes_before_the_longer_ones_that_begin_with_it():
    for name in ("Alpine-Union", "Alpine Union", "Alpine", "alpine"):
        create_district(name=name, city="Zzyzx" if name == "Alpine" else "Alpine")

    assert names(District.objects.found_by("alpine")) == ["alpine", "Alpine", "Alpine Union", "Alpine-Union"]


# What was meant by what was typed.
NEAR = {
    "pamona": "Pomona Unified",
    "san jaun": "San Juan Unified",
    "alhambre": "Alhambra Unified",
    "sacremento": "Sacramento City Unified",
    "san fransisco": "San Francisco Unified",
    "elk groove": "Elk Grove Unified",
    "Franklin Mckinly": "Franklin-McKinley Elementary",
    "assocated pomona techers": "Pomona Unified",
}


@on_postgresql
def test_near_spellings_are_found():
    load_directory_facts()

    found = {typed: names(District.objects.spelled_like(typed)[:5]) for typed in NEAR}

    assert [typed for typed in NEAR if District.objects.found_by(typed).exists()] == []
    assert [typed for typed, near in found.items() if NEAR[typed] not in near] == []


@on_postgresql
@pytest.mark.parametrize("typed", ["qwertz", "xyzzy", "jo", "中文", ""])
def test_what_is_near_nothing_finds_nothing(typed):
    create_district(name="San Juan Unified", city="Johannesburg")

    assert names(District.objects.spelled_like(typed)) == []


@on_postgresql
def test_near_spellings_leave_out_what_is_closed_or_unconfirmed():
    create_district(name="Pomona Unified", status="closed")
    create_unit(create_district(name="Elsewhere"), organization="Pomona Locals", confidence="low")

    assert names(District.objects.spelled_like("pamona")) == []


@on_postgresql
def test_both_tables_are_indexed_by_the_pieces_of_words():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%gin (spelling gin_trgm_ops)'"
            " AND tablename LIKE 'districts%' ORDER BY 1"
        )

        assert cursor.fetchall() == [("districts_district",), ("districts_organization",)]


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL tells near spellings")
def test_sqlite_guesses_nothing():
    create_district(name="Pomona Unified")

    assert names(District.objects.spelled_like("pamona")) == []
