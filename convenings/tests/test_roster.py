import pytest

from convenings.roster import read_roster
from convenings.table import places_of
from districts.tests.factories import create_district, create_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    district = create_district()
    create_unit(district, organization="SJTA", kind="certificated")
    create_unit(district, organization="CSEA 127", kind="classified")
    create_unit(district, organization="Teamsters 150", kind="classified")
    return places_of(district)


def labels(roster, places):
    by_key = {place.key: str(place.label) for place in places}
    return [(row["name"], by_key.get(row["place"], "")) for row in roster.rows]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"], ids=["tabs", "commas", "semicolons"])
def test_read_roster_with_a_heading(places, delimiter):
    text = "Name|Email|Role|Diet\nAna Ruiz|ana@example.org|CSEA 127|vegan\nBo Li|bo@example.org|Superintendent|"

    roster = read_roster(text.replace("|", delimiter), places=places, room=12)

    assert roster.problems == []
    assert labels(roster, places) == [("Ana Ruiz", "CSEA 127 lead"), ("Bo Li", "Superintendent or designee")]
    assert [row["dietary_needs"] for row in roster.rows] == ["vegan", ""]


def test_read_roster_without_a_heading_finds_the_address_wherever_it_stands(places):
    text = "ana@example.org\tAna Ruiz\tTeacher\nBo Li\tbo@example.org\tBoard trustee"

    roster = read_roster(text, places=places, room=12)

    assert labels(roster, places) == [("Ana Ruiz", "SJTA lead"), ("Bo Li", "Board member")]


def test_read_roster_joins_first_and_last_name_and_reads_quotes(places):
    text = 'First name,Last name,E-mail,Title\n"Ana, María",Ruiz,ana@example.org,"Principal, Arden"'

    roster = read_roster(text, places=places, room=12)

    assert labels(roster, places) == [("Ana, María Ruiz", "Principal or site leader")]


@pytest.mark.parametrize("name", ["To be named", "TBD", "tbn", "—", "?"])
def test_read_roster_takes_a_line_without_a_person_for_a_seat_to_be_named(places, name):
    roster = read_roster(f"{name}\t\t\tTeamsters 150", places=places, room=12)

    assert labels(roster, places) == [("", "Teamsters 150 lead")]


def test_read_roster_leaves_the_choice_where_a_word_fits_two_units(places):
    roster = read_roster("Ana Ruiz, ana@example.org, , classified", places=places, room=12)

    assert labels(roster, places) == [("Ana Ruiz", "")]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Ana, ana@nowhere", "“ana@nowhere” is not an e-mail address."),
        (", ana@example.org", "There is an e-mail address but no name."),
        ("Ana, taken@example.org", "taken@example.org is on the team already."),
        ("A" * 201, "The name is longer than 200 characters."),
        (", , ", "There is neither a name nor a role in this line."),
    ],
    ids=["bad-address", "no-name", "on-the-team", "long-name", "empty-cells"],
)
def test_read_roster_says_per_line_what_is_wrong_and_keeps_it(places, line, sentence):
    text = f"Bo Li, bo@example.org\n\n{line}"

    roster = read_roster(text, places=places, room=12, taken=["Taken@example.org"])

    assert [(problem.line, problem.sentence) for problem in roster.problems] == [(3, sentence)]
    assert roster.leftover == line
    assert [row["name"] for row in roster.rows] == ["Bo Li"]


def test_read_roster_keeps_the_heading_above_the_lines_that_stay(places):
    heading = "Last name,First name,E-mail,Role"

    roster = read_roster(f"{heading}\nLi,Bo,bo@example.org,Board\nDay,Cy,cy@,Board", places=places, room=12)
    mended = read_roster(roster.leftover.replace("cy@", "cy@example.org"), places=places, room=12)

    assert roster.leftover == f"{heading}\nDay,Cy,cy@,Board"
    assert labels(mended, places) == [("Cy Day", "Board member")]


def test_read_roster_of_two_thousand_lines_fills_the_room_and_keeps_the_rest(places):
    lines = [f"Person {n}, person{n}@example.org" for n in range(2000)]

    roster = read_roster("\n".join(lines), places=places, room=12)

    assert len(roster.rows) == 12
    assert roster.leftover == "\n".join(lines[12:])
    assert {problem.sentence for problem in roster.problems} == {"The team has no room for more rows."}


def test_read_roster_of_nothing_is_nothing(places):
    roster = read_roster(" \n\t\n", places=places, room=12)

    assert (roster.rows, roster.problems) == ([], [])
