"""A roster pasted from a spreadsheet: lines become rows of the team, and each line that cannot says why."""

import csv
import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from districts.models import Side

from .models import Seat

LINE_AT_MOST = 10_000
LIMITS = {"name": 200, "title": 120, "dietary_needs": 300, "access_needs": 300}

HEADINGS = {
    "name": r"(full )?name|nombre( completo)?",
    "first": r"first( name)?|given name|nombres?",
    "last": r"last( name)?|surname|family name|apellidos?",
    "email": r"e-?mail( address)?|correo( electr[oó]nico)?",
    "title": r"(job )?title|position|puesto|cargo",
    "role": r"role|seat|place|union|unit|side|rol|sindicato",
    "dietary_needs": r"diet(ary)?( needs| restrictions)?|meal|dieta",
    "access_needs": r"access(ibility)?( needs)?|accommodations?|accesibilidad",
}
BARE_ORDER = ["name", "title", "role", "dietary_needs", "access_needs"]
NOBODY_YET = re.compile(r"(to be (named|determined|announced)|tb[nda]|vacant|por nombrar|[-–—?]+)", re.IGNORECASE)

# The first that is found in a role's words decides, so the narrower words come first.
ROLE_WORDS = [
    (r"board|trustee|mesa directiva", Seat.Slot.BOARD),
    (r"principal|site (leader|admin)|director de escuela", Seat.Slot.SITE_LEADER),
    (r"(assistant|associate|deputy|asst\.?) super|cabinet|chief|human resources|\bhr\b|director", Seat.Slot.CABINET),
    (r"superintend", Seat.Slot.SUPERINTENDENT),
    (r"certificated|teacher", Seat.Slot.CERTIFICATED_LEAD),
    (r"classified", Seat.Slot.CLASSIFIED_LEAD),
]


@dataclass(frozen=True)
class Problem:
    """A line that became no row: its number from 1, the sentence that says why, and the line as it was pasted."""

    line: int
    sentence: str
    text: str


@dataclass
class Roster:
    """`rows` are dicts of the seat form's fields, `place` empty where the role was not recognized."""

    heading: str = ""
    rows: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    @property
    def leftover(self):
        """The lines that became no rows, below the heading that tells their columns, to stay until they are mended."""
        lines = [problem.text for problem in self.problems]
        return "\n".join([self.heading, *lines] if self.heading and lines else lines)


def read_roster(text, *, places, room, taken=()):
    """Read tab- or comma-separated lines, with or without a heading line.

    `room` is how many rows more the team may have, `taken` the e-mail addresses that it has already.
    """
    seen = {email.lower() for email in taken if email}
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    columns = _columns(_cells(lines[0][1])) if lines else None
    roster = Roster(heading=lines[0][1] if columns else "")
    for number, line in lines[1:] if columns else lines:
        row = _row(_cells(line), columns, places)
        sentence = _objection(row, seen, has_room=len(roster.rows) < room)
        if sentence:
            roster.problems.append(Problem(number, sentence, line))
        else:
            roster.rows.append(row)
            seen.add(row["email"].lower())
    return roster


def _cells(line):
    # The csv module raises at a cell of 131,072 characters; one cut here is refused for its length all the same.
    line = line[:LINE_AT_MOST]
    delimiter = "\t" if "\t" in line else ";" if line.count(";") > line.count(",") else ","
    return [" ".join(cell.split()) for cell in next(csv.reader([line], delimiter=delimiter))]


def _columns(cells):
    """The meaning of each column if this line is a heading, else None."""
    names = [next((name for name, words in HEADINGS.items() if re.fullmatch(words, c.lower())), None) for c in cells]
    return names if {"email", "name", "first"} & set(names) and not any("@" in cell for cell in cells) else None


def _row(cells, columns, places):
    if columns:
        found = dict(zip(columns, cells, strict=False))
        if "first" in found or "last" in found:
            found["name"] = f"{found.get('first', '')} {found.get('last', '')}".strip()
    else:
        # Without a heading the address says where it is; a line without one leaves its column, the second, empty.
        index = next((i for i, cell in enumerate(cells) if "@" in cell), 1 if len(cells) > 1 and not cells[1] else None)
        others = [cell for i, cell in enumerate(cells) if i != index]
        found = dict(zip(BARE_ORDER, others, strict=False)) | {"email": "" if index is None else cells[index]}
    row = {name: found.get(name, "") for name in ("name", "email", "title", "dietary_needs", "access_needs")}
    row["place"] = place_for(found.get("role", ""), places) or place_for(row["title"], places)
    if NOBODY_YET.fullmatch(row["name"]):
        row["name"] = ""
    return row


def place_for(words, places):
    """The key of the place that a role's words mean, or "" where they do not say."""
    words = words.lower().strip()
    if not words:
        return ""
    for place in places:
        unit = place.unit
        names = [str(place.label), place.key, *([str(unit), unit.organization.name] if unit else [])]
        if any(words == name.lower() for name in names) or (unit and str(unit).lower() in words):
            return place.key
    slot = next((slot for pattern, slot in ROLE_WORDS if re.search(pattern, words)), None)
    if slot in {place.slot for place in places}:
        return slot
    if slot in {Seat.Slot.CERTIFICATED_LEAD, Seat.Slot.CLASSIFIED_LEAD}:
        kind = slot.removesuffix("_lead")
        units = [place for place in places if place.unit and place.unit.kind == kind]
        return units[0].key if len(units) == 1 else ""
    return f"extra-{words}" if words in Side.values else ""


def _objection(row, seen, *, has_room):
    if row["email"]:
        try:
            validate_email(row["email"])
        except ValidationError:
            return _("“%(email)s” is not an e-mail address.") % {"email": row["email"][:80]}
    if row["email"].lower() in seen and row["email"]:
        return _("%(email)s is on the team already.") % {"email": row["email"]}
    for name, limit in LIMITS.items():
        if len(row[name]) > limit:
            return _("The %(column)s is longer than %(limit)s characters.") % {
                "column": name.replace("_", " "),
                "limit": limit,
            }
    if row["email"] and not row["name"]:
        return _("There is an e-mail address but no name.")
    if not row["name"] and not row["place"]:
        return _("There is neither a name nor a role in this line.")
    return "" if has_room else _("The team has no room for more rows.")
