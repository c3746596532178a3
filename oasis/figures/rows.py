"""What a table of figures is made of, for page, CSV and PDF alike."""

from dataclasses import dataclass, field

WIDTH = 1000


@dataclass(frozen=True)
class Row:
    """One line; a cell of None is hidden. `bar` is a length of 1000, or None where there is nothing to draw."""

    name: str
    cells: list
    bar: int | None = None


@dataclass
class Table:
    """`definitions` are (what, in words); the bars show the column named `drawn`."""

    key: str
    title: str
    headings: list
    rows: list
    definitions: list = field(default_factory=list)
    drawn: str = ""
    note: str = ""


def drawn(rows, column):
    """The rows with bars of one column against its greatest."""
    most = max((row.cells[column] or 0 for row in rows), default=0)
    return [
        Row(row.name, row.cells, None if row.cells[column] is None else round(row.cells[column] / most * WIDTH))
        for row in rows
    ]
