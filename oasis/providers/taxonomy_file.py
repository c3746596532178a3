"""Open Eligibility's list of terms as it is published: one CSV row for each, with the id of the term above it."""

import csv
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext as _

TOP = "0"
COLUMNS = ["id", "name", "parent_id"]


class CannotRead(Exception):
    """It is no such list; the sentence says what is missing."""


@dataclass(frozen=True)
class Term:
    """`parent` is the code of the term above, empty at the top."""

    code: str
    name: str
    parent: str


def read_taxonomy_file(content):
    """({code: Term}, [(row number, reason)] of the rows left out) from the bytes of the file; raises CannotRead."""
    try:
        rows = csv.DictReader(StringIO(content.decode("utf-8-sig")), strict=True)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or [])]
        if missing:
            raise CannotRead(_("It has no column “%(column)s”.") % {"column": missing[0]})
        terms, left_out = {}, []
        for number, row in enumerate(rows, start=2):
            code, name, parent = ((row[column] or "").strip() for column in COLUMNS)
            if reason := _reason_to_leave_out(code, name, known=terms):
                left_out.append((number, reason))
            else:
                terms[code] = Term(code, name, "" if parent == TOP else parent)
    except (UnicodeDecodeError, csv.Error) as error:
        raise CannotRead(_("It is no CSV file in UTF-8.")) from error
    return terms, left_out


def _reason_to_leave_out(code, name, *, known):
    if not code.isdigit() or len(code) > 9:
        return _("its id is no number")
    if code in known:
        return _("its id stands there twice")
    if not name:
        return _("it has no name")
    return _("its name is longer than 120 characters") if len(name) > 120 else ""
