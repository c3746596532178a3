"""Made-up files in the shape of CDE's, and the real one where the shared data are at hand."""

from pathlib import Path

import pytest

HEADER = (
    "CD Code\tCounty\tDistrict\tStreet\tCity\tZip\tState\tMailStreet\tMailCity\tMailZip\tMailState\tPhone\tExt  "
    "\tFaxNumber\tEmail\tAdmFName\tAdmLName\tAdmEmail\tLatitude\tLongitude\tDOC\tDOCType\tStatusType\tLastUpDate"
)
NAMES = [name.strip() for name in HEADER.split("\t")]
PLAIN = {
    "CD Code": "0199901",
    "County": "Alameda",
    "District": "Saltmarsh Unified",
    "Street": "1 Pier Road",
    "City": "Saltmarsh",
    "Zip": "94500-0001",
    "Phone": "(510) 555-0100",
    "AdmFName": "Nobody",
    "AdmLName": "Atall",
    "AdmEmail": "nobody@example.org",
    "Latitude": "37.700001",
    "Longitude": "-122.10010",
    "DOC": "54",
    "DOCType": "Unified School District",
    "StatusType": "Active",
    "LastUpDate": "08/31/2020",
}
REAL_FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "pubdistricts_2020.txt"


def row(**cells):
    """One line of a made-up district; name other cells by their column, `CD_Code` for “CD Code”."""
    given = {name.replace("_", " "): text for name, text in cells.items()}
    return "\t".join((PLAIN | given).get(name, "No Data") for name in NAMES)


def file_of(*rows, header=HEADER):
    return "".join(f"{line}\r\n" for line in [header, *rows]).encode()


def real_file():
    if not REAL_FILE.exists():
        pytest.skip("The shared data are not beside this checkout, so CDE's real file could not be read.")
    return REAL_FILE
