"""What a table of figures is made of, for page, CSV and PDF alike."""

from dataclasses import dataclass, field


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
