from datetime import date
from decimal import Decimal

import pytest

from districts.cde_file import CannotRead, read_districts_file
from districts.models import County

from .cde_files import HEADER, NAMES, file_of, row

ALAMEDA = County(code="01", name="Alameda", region=4)
GOOD = row()


def read(content):
    return read_districts_file(content, counties={"Alameda": ALAMEDA})


def cut_in_cell(content, column):
    """The file as it is when the connection breaks within this column of its last line."""
    lines = content.split(b"\n")
    cells = lines[-2].split(b"\t")[: NAMES.index(column) + 1]
    return b"\n".join([*lines[:-2], b"\t".join(cells)])


def test_reads_a_district_as_published():
    [district] = read(file_of(GOOD)).districts.values()

    assert (district.cd_code, district.name, district.kind, district.county) == (
        "0199901",
        "Saltmarsh Unified",
        "unified",
        ALAMEDA,
    )
    assert (district.street, district.city, district.zip_code) == ("1 Pier Road", "Saltmarsh", "94500-0001")
    assert (district.latitude, district.longitude) == (Decimal("37.700001"), Decimal("-122.100100"))
    assert (district.status, district.source_updated_on) == ("active", date(2020, 8, 31))


def test_no_data_is_null():
    nothing = dict.fromkeys(["Street", "City", "Zip", "Phone", "Latitude", "Longitude", "LastUpDate"], "No Data")

    [district] = read(file_of(row(**nothing))).districts.values()

    assert (district.street, district.city, district.zip_code, district.phone) == ("", "", "", "")
    assert (district.latitude, district.longitude, district.source_updated_on) == (None, None, None)


def test_an_extension_stands_behind_its_telephone():
    [district] = read(file_of(row(Ext="1240"))).districts.values()

    assert district.phone == "(510) 555-0100 ext. 1240"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + file_of(GOOD), id="byte order mark"),
        pytest.param(file_of(GOOD).replace(b"\r\n", b"\n"), id="line feeds alone"),
        pytest.param(file_of(GOOD, header=HEADER.replace("CD Code", "CDCode")), id="CDCode as documented"),
        pytest.param(file_of(GOOD, header=HEADER.replace("Ext  ", "Ext")), id="Ext without trailing blanks"),
    ],
)
def test_takes_the_header_and_line_ends_that_are_about(content):
    assert list(read(content).districts) == ["0199901"]


def test_a_quotation_mark_is_a_character_like_any_other():
    found = read(file_of(row(District='"Little" Saltmarsh'), row(CD_Code="0199902", District='5" Union')))

    assert [district.name for district in found.districts.values()] == ['"Little" Saltmarsh', '5" Union']


def test_names_keep_their_accents():
    [district] = read(file_of(row(District="Cañón Ñuñez Unified"))).districts.values()

    assert district.name == "Cañón Ñuñez Unified"


def test_takes_four_kinds_and_counts_the_others():
    kinds = ["00", "52", "54", "56"]
    taken = [row(CD_Code=f"019990{n}", DOC=kind) for n, kind in enumerate(kinds)]
    others = [row(CD_Code=f"019980{n}", DOC="98", DOCType="ROC/P") for n in range(2)]
    others += [row(CD_Code="0199700", DOC="31", DOCType="State Special Schools")]

    found = read(file_of(*taken, *others))

    assert [one.kind for one in found.districts.values()] == ["county_office", "elementary", "unified", "high"]
    assert found.skipped == {"ROC/P": 2, "State Special Schools": 1}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "Line 1, column “CD Code”: the file breaks off in the middle of a line.", id="empty file"),
        pytest.param(
            file_of(GOOD, header=HEADER.replace("\tCity\t", "\tTown\t")),
            "Line 1, column “City”: the header says “Town” here.",
            id="another header",
        ),
        pytest.param(
            file_of(GOOD, header=HEADER + "\tMore"),
            "Line 1, column “LastUpDate”: the header has 25 columns instead of 24.",
            id="a column too many",
        ),
        pytest.param(
            file_of(GOOD, header=HEADER.removesuffix("\tLastUpDate")),
            "Line 1, column “LastUpDate”: the header says “” here.",
            id="a column too few",
        ),
        pytest.param(
            cut_in_cell(file_of(GOOD, row(CD_Code="0199902")), "Latitude"),
            "Line 3, column “Latitude”: the file breaks off in the middle of a line.",
            id="truncated",
        ),
        pytest.param(
            file_of(GOOD, "0199902\tAlameda\tShort"),
            "Line 3, column “District”: this line has 3 columns instead of 24.",
            id="line cut short",
        ),
        pytest.param(
            file_of(GOOD, row(CD_Code="0199902") + "\tmore"),
            "Line 3, column “LastUpDate”: this line has 25 columns instead of 24.",
            id="line too long",
        ),
        pytest.param(file_of(GOOD, GOOD), "Line 3, column “CD Code”: 0199901 is on line 2 already.", id="same code"),
        pytest.param(
            file_of(row(CD_Code="199901")),
            "Line 2, column “CD Code”: “199901” is not a code of seven digits.",
            id="leading zero lost",
        ),
        pytest.param(
            file_of(row(CD_Code="3499901")),
            "Line 2, column “CD Code”: 3499901 does not begin with the number of Alameda County, 01.",
            id="code of another county",
        ),
        pytest.param(
            file_of(row(County="Atlantis")),
            "Line 2, column “County”: “Atlantis” is not a county of California.",
            id="unknown county",
        ),
        pytest.param(file_of(row(District="No Data")), "Line 2, column “District”: it is empty.", id="no name"),
        pytest.param(
            file_of(row(District="x" * 121)),
            "Line 2, column “District”: this is longer than 120 characters.",
            id="name too long",
        ),
        pytest.param(
            file_of(row(Latitude="north")),
            "Line 2, column “Latitude”: “north” is not between 32 and 43 degrees.",
            id="coordinate in words",
        ),
        pytest.param(
            file_of(row(Latitude="NaN")),
            "Line 2, column “Latitude”: “NaN” is not between 32 and 43 degrees.",
            id="coordinate not a number",
        ),
        pytest.param(
            file_of(row(Longitude="122.1")),
            "Line 2, column “Longitude”: “122.1” is not between -125 and -114 degrees.",
            id="coordinate in China",
        ),
        pytest.param(
            file_of(row(Longitude="No Data")),
            "Line 2, column “Longitude”: a place needs both latitude and longitude.",
            id="half a place",
        ),
        pytest.param(
            file_of(row(StatusType="Asleep")),
            "Line 2, column “StatusType”: “Asleep” is none of Active, Merged, Pending, Closed.",
            id="unknown status",
        ),
        pytest.param(
            file_of(row(LastUpDate="31/08/2020")),
            "Line 2, column “LastUpDate”: “31/08/2020” is not a date like 08/31/2020.",
            id="date of another land",
        ),
        pytest.param(
            file_of(row(City="Cañón")).decode().encode("latin-1"),
            "Line 2, column “City”: this is not UTF-8 text.",
            id="latin-1",
        ),
        pytest.param(
            file_of(GOOD).decode().encode("utf-16"),
            "Line 1, column “CD Code”: this is not UTF-8 text.",
            id="utf-16",
        ),
        pytest.param(file_of(row(City="a\0b")), "Line 2, column “City”: this is not text.", id="null character"),
    ],
)
def test_says_where_a_file_is_not_as_published(content, sentence):
    with pytest.raises(CannotRead) as refusal:
        read(content)

    assert str(refusal.value) == f"{sentence} Nothing was imported."
