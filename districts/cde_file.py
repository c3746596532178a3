"""The California Department of Education's public-districts file, read and checked exactly as it is published.

Tab-separated, one line a district, `No Data` for null, no quoting, codes as text. Names and e-mail addresses of persons
are in it and are never looked at. Source: cde.ca.gov, “Public School Districts” text file.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation

from .models import District

COLUMNS = ["CD Code", "County", "District", "Street", "City", "Zip", "State"]
COLUMNS += ["MailStreet", "MailCity", "MailZip", "MailState", "Phone", "Ext", "FaxNumber", "Email"]
COLUMNS += ["AdmFName", "AdmLName", "AdmEmail", "Latitude", "Longitude", "DOC", "DOCType", "StatusType", "LastUpDate"]
ALSO_CALLED = {"CDCode": "CD Code"}
NO_DATA = {"No Data", ""}
KINDS = {
    "00": District.Kind.COUNTY_OFFICE,
    "52": District.Kind.ELEMENTARY,
    "54": District.Kind.UNIFIED,
    "56": District.Kind.HIGH,
}
STATUSES = {status.value.capitalize(): status for status in District.Status}
SIXTH_PLACE = Decimal("0.000001")
WITH_A_LONGEST = {"name": "District", "street": "Street", "city": "City", "zip_code": "Zip", "phone": "Phone"}
IN_CALIFORNIA = {"Latitude": (32, 43), "Longitude": (-125, -114)}


class CannotRead(Exception):
    """What is wrong with the file, and at which line and column."""

    def __init__(self, problem, *, line, column):
        super().__init__(f"Line {line}, column “{column}”: {problem} Nothing was imported.")


@dataclass
class DistrictsFile:
    """Unsaved districts by CD code, and how many lines of each other kind were skipped."""

    districts: dict = field(default_factory=dict)
    skipped: Counter = field(default_factory=Counter)


@dataclass(frozen=True)
class Line:
    number: int
    cells: dict

    def text(self, column, *, is_required=False):
        value = self.cells[column].strip()
        if value not in NO_DATA:
            return value
        if is_required:
            raise self.refusal("it is empty.", column)
        return ""

    def refusal(self, problem, column):
        return CannotRead(problem, line=self.number, column=column)


def read_districts_file(content, *, counties):
    """Read the bytes of the file into a DistrictsFile; `counties` maps a county's name to its County.

    Raises CannotRead at the first thing that is not as published.
    """
    found, lines_by_code = DistrictsFile(), {}
    for line in _lines(_decoded(content)):
        code = line.text("CD Code", is_required=True)
        if not (code.isascii() and code.isdigit() and len(code) == 7):
            raise line.refusal(f"“{code}” is not a code of seven digits.", "CD Code")
        if code in lines_by_code:
            raise line.refusal(f"{code} is on line {lines_by_code[code]} already.", "CD Code")
        lines_by_code[code] = line.number
        kind = KINDS.get(line.text("DOC", is_required=True))
        if kind:
            found.districts[code] = _district(line, code=code, kind=kind, counties=counties)
        else:
            found.skipped[line.text("DOCType") or "of no kind named"] += 1
    return found


def _decoded(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        raise _refusal_after(before, "this is not UTF-8 text.") from error
    if "\0" in text:
        raise _refusal_after(text[: text.index("\0")], "this is not text.")
    if not text.endswith("\n"):
        raise _refusal_after(text, "the file breaks off in the middle of a line.")
    return text


def _refusal_after(text, problem):
    """At the line and column where `text`, the file's beginning, ends."""
    lines = text.split("\n")
    return CannotRead(problem, line=len(lines), column=COLUMNS[min(lines[-1].count("\t"), len(COLUMNS) - 1)])


def _lines(text):
    """Every line below the header. Not splitlines(): only a line feed ends a line here."""
    header, *rows = text.removesuffix("\n").split("\n")
    _check_header(header.removesuffix("\r").split("\t"))
    for number, row in enumerate(rows, start=2):
        cells = row.removesuffix("\r").split("\t")
        if len(cells) != len(COLUMNS):
            raise CannotRead(
                f"this line has {len(cells)} columns instead of {len(COLUMNS)}.",
                line=number,
                column=COLUMNS[min(len(cells), len(COLUMNS)) - 1],
            )
        yield Line(number, dict(zip(COLUMNS, cells, strict=True)))


def _check_header(names):
    for wanted, name in zip(COLUMNS, [*names, *[""] * len(COLUMNS)], strict=False):
        name = name.strip()
        if ALSO_CALLED.get(name, name) != wanted:
            raise CannotRead(f"the header says “{name[:40]}” here.", line=1, column=wanted)
    if len(names) > len(COLUMNS):
        raise CannotRead(f"the header has {len(names)} columns instead of {len(COLUMNS)}.", line=1, column=COLUMNS[-1])


def _district(line, *, code, kind, counties):
    latitude, longitude = _coordinate(line, "Latitude"), _coordinate(line, "Longitude")
    if (latitude is None) != (longitude is None):
        raise line.refusal(
            "a place needs both latitude and longitude.", "Latitude" if latitude is None else "Longitude"
        )
    phone, extension = line.text("Phone"), line.text("Ext")
    district = District(
        cd_code=code,
        kind=kind,
        county=_county(line, code, counties),
        status=_status(line),
        name=line.text("District", is_required=True),
        street=line.text("Street"),
        city=line.text("City"),
        zip_code=line.text("Zip"),
        phone=f"{phone} ext. {extension}" if phone and extension else phone,
        latitude=latitude,
        longitude=longitude,
        source_updated_on=_date(line),
    )
    for name, column in WITH_A_LONGEST.items():
        longest = District._meta.get_field(name).max_length
        if len(getattr(district, name)) > longest:
            raise line.refusal(f"this is longer than {longest} characters.", column)
    return district


def _county(line, code, counties):
    name = line.text("County", is_required=True)
    if name not in counties:
        raise line.refusal(f"“{name}” is not a county of California.", "County")
    if counties[name].code != code[:2]:
        raise line.refusal(f"{code} does not begin with the number of {name} County, {counties[name].code}.", "CD Code")
    return counties[name]


def _status(line):
    name = line.text("StatusType", is_required=True)
    if name not in STATUSES:
        raise line.refusal(f"“{name}” is none of {', '.join(STATUSES)}.", "StatusType")
    return STATUSES[name]


def _coordinate(line, column):
    text = line.text(column)
    if not text:
        return None
    least, most = IN_CALIFORNIA[column]
    try:
        degrees = Decimal(text)
    except InvalidOperation:
        degrees = None
    if degrees is None or not degrees.is_finite() or not least <= degrees <= most:
        raise line.refusal(f"“{text}” is not between {least} and {most} degrees.", column)
    return degrees.quantize(SIXTH_PLACE)


def _date(line):
    text = line.text("LastUpDate")
    try:
        return datetime.strptime(text, "%m/%d/%Y").date() if text else None
    except ValueError as error:
        raise line.refusal(f"“{text}” is not a date like 08/31/2020.", "LastUpDate") from error
