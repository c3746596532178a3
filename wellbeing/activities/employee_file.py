"""Reading the list of employees that an office exports: each fault with its line and column."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi_portal.accounts.forms import refuse_links
from lmi_portal.family_language import family_languages
from lmi_portal.tables.problems import BadCell, BadHeadings
from lmi_portal.tables.reading import read_rows
from wellbeing.health import health_words_in
from wellbeing.models import JobClass, Shift

LABELS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "unit": gettext_lazy("Bargaining unit"),
    "job_class": gettext_lazy("Job class"),
    "shift": gettext_lazy("Shift"),
    "worksite": gettext_lazy("Work site"),
    "language": gettext_lazy("Language"),
}
# What else the columns are called in the exports of offices.
ALSO = {
    "name": ["full name", "employee", "employee name"],
    "email": ["email", "work email", "work e-mail", "email address"],
    "unit": ["unit", "union"],
    "job_class": ["job", "classification"],
    "shift": ["work shift"],
    "worksite": ["site", "school", "location"],
    "language": ["preferred language"],
}
NEEDED = ["name", "email", "unit", "job_class", "shift"]
LONGEST = {"name": 120, "worksite": 100}
NO_UNIT = {"", "none", "not represented", "unrepresented", "management", "confidential"}


@dataclass(frozen=True)
class Row:
    """One line of the file: `unit` is a key or None, `worksite` a name; None for a column that the file has not."""

    line: int
    name: str
    email: str
    unit: int | None
    job_class: str
    shift: str
    worksite: str | None
    language: str | None


def read_employees(table, *, units):
    """Yield the Rows of a lmi_portal.tables.reading.Table; `units` are the district's.

    Raises CannotRead (lmi_portal.tables.problems) at the end with the first faults of all: what was yielded counts
    only if it does not. No column but ours is taken: health has no place here (see wellbeing.health).
    """
    seen, known = {}, words_of(units)
    yield from read_rows(
        table,
        labels=LABELS,
        places_of=_places,
        row_of=lambda texts, line: _once(_row(texts, line=line, units=known), seen),
    )


def words_of(units):
    """{words: key or None} by which a file may name a bargaining unit: words that mean two units mean none."""
    named = {}
    for unit in units:
        kind, short = str(unit.get_kind_display()), f"{unit.organization.short_name} {unit.label}".strip()
        for word in [str(unit), short, unit.organization.name, unit.kind, kind, f"{unit} {kind}", f"{short} {kind}"]:
            named.setdefault(_plain(word), set()).add(unit.pk)
    return dict.fromkeys(NO_UNIT) | {word: pks.pop() for word, pks in named.items() if len(pks) == 1}


def word_of(unit, units):
    """The shortest words by which a file may name `unit`."""
    known = words_of(units)
    short, kind = f"{unit.organization.short_name} {unit.label}".strip(), str(unit.get_kind_display())
    return next((word for word in [short, str(unit), f"{short} {kind}"] if known.get(_plain(word)) == unit.pk), "")


def _places(headings):
    found, faults = {}, []
    for place, heading in enumerate(headings):
        column = _column(heading)
        if column and column not in found:
            found[column] = place
        elif heading.strip():
            faults.append((place, heading.strip()[:80], _why_not(heading, column)))
    missing = [name for name in NEEDED if name not in found]
    faults += [(None, str(LABELS[name]), _("There is no such column in the first line.")) for name in missing]
    if faults:
        raise BadHeadings(faults)
    return found


def _column(heading):
    wanted = _plain(heading)
    return next((name for name in LABELS if wanted in {_plain(str(LABELS[name])), _plain(name), *ALSO[name]}), None)


def _why_not(heading, column):
    if column:
        return _("This column is there twice.")
    if health_words_in(heading) or "health" in heading.casefold() or "medical" in heading.casefold():
        return _("No health information has a place here. Take this column out of the file.")
    return _("This column is not asked for. Take it out of the file.")


def _row(texts, *, line, units):
    texts = {name: " ".join(text.split()) for name, text in texts.items()}
    if not texts["name"]:
        raise BadCell("name", _("No name."))
    for name, longest in LONGEST.items():
        if len(texts.get(name, "")) > longest:
            raise BadCell(name, _("Longer than %d letters.") % longest)
    _refuse_no_name(texts["name"])
    unit = _plain(texts["unit"])
    if unit not in units:
        raise BadCell("unit", _("No bargaining unit of this district is called that."))
    return Row(
        line=line,
        name=texts["name"],
        email=_email(texts["email"]),
        unit=units[unit],
        job_class=_choice(JobClass, texts["job_class"], "job_class"),
        shift=_choice(Shift, texts["shift"], "shift"),
        worksite=texts.get("worksite"),
        language=_language(texts["language"]) if "language" in texts else None,
    )


def _refuse_no_name(text):
    try:
        refuse_links(text)
    except ValidationError as refusal:
        raise BadCell("name", refusal.message) from None


def _once(row, seen):
    if row.email in seen:
        raise BadCell("email", _("This address stands in line %d already.") % seen[row.email])
    seen[row.email] = row.line
    return row


def _email(text):
    text = text.lower()
    try:
        validate_email(text)
    except ValidationError:
        raise BadCell("email", _("This is no e-mail address.")) from None
    if len(text) > 254:
        raise BadCell("email", _("This is no e-mail address."))
    return text


def _choice(choices, text, column):
    words = {_plain(word): value for value, label in choices.choices for word in (value, str(label))}
    if _plain(text) not in words:
        listed = "; ".join(str(label) for label in choices.labels)
        raise BadCell(column, _("Not one of: %s.") % listed)
    return words[_plain(text)]


def _language(text):
    languages = family_languages()
    words = {"": "en", "spanish": "es"} | {
        _plain(word): code for code, name in languages.items() for word in (code, name)
    }
    if _plain(text) not in words:
        raise BadCell("language", _("Not one of: %s.") % ", ".join(languages.values()))
    return words[_plain(text)]


def _plain(text):
    return " ".join(text.replace("_", " ").split()).casefold()
