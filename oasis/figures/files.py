"""A board's tables as CSV and as a PDF for those who were not on the page: the same cells, the same words."""

from datetime import UTC

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lmi_portal.papers import render_paper
from lmi_portal.spreadsheets import Sheet

from . import definitions
from .terms import Term

TEMPLATE = "oasis/pdf/figures.typ"


def sheet_of(board):
    """A long sheet: one line for each figure, and the definitions below."""
    return Sheet(name_of(board), [_("Table"), _("Row"), _("Column"), _("Figure")], list(_lines(board)))


def name_of(board):
    return f"oasis-figures-{board.edition.starts_on:%Y-%m}-{board.scope.key}"


def _lines(board):
    for table in board.tables():
        for row in table.rows:
            for heading, cell in zip(table.headings[1:], row.cells, strict=True):
                yield [table.title, row.name, heading, _("hidden") if cell is None else cell]
    for what, words in definitions_of(board):
        yield [_("Definitions"), what, "", words]


def definitions_of(board):
    """[(what, in words)] of all tables, and why figures are hidden and counted once."""
    found = [(str(what), str(words)) for table in board.tables() for what, words in table.definitions]
    return [*dict.fromkeys(found), *closing_words()]


def closing_words():
    return [(_("Hidden"), str(definitions.HIDDEN)), (_("When it was counted"), str(definitions.ONCE))]


def render_board(board, *, language="en"):
    """The PDF's bytes: tagged, one heading and one table for each part, and the definitions."""
    edition = board.edition
    term = Term(edition.starts_on, edition.ends_on)
    facts = {
        "title": _("OASIS: what the program achieved"),
        "scope": board.scope.name,
        "term": term.name(),
        "published": date_format(timezone.localdate(edition.published_at), "DATE_FORMAT"),
        "tables": [_facts_of(table) for table in board.tables()],
        "definitions": [list(pair) for pair in definitions_of(board)],
        "words": {
            "definitions": _("What the figures mean"),
            "counted": _("Counted"),
            "page": _("Page"),
            "portal": _("California Labor Management Initiative"),
        },
    }
    return render_paper(TEMPLATE, facts, written_at=edition.published_at.astimezone(UTC), language=language)


def _facts_of(table):
    hidden = _("hidden")
    return {
        "title": table.title,
        "headings": [str(heading) for heading in table.headings],
        "rows": [[row.name, *(hidden if cell is None else str(cell) for cell in row.cells)] for row in table.rows],
        "note": table.note,
    }
