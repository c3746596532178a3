"""Rows of a CSV file, one at a time, with the line each begins on."""

import csv

from lmi_portal.tables.csv_lines import delimiter_of

from .problems import CannotRead

# Characters of one cell; a longer one is a quotation mark that nobody closed.
LONGEST = 1 << 20
DELIMITERS = ",;\t|"


class Table:
    """The CSV text `stream` named `name`: its `columns`, small letters and _ for blanks, and its rows.

    `heading_of` has each column as the file writes it.
    """

    def __init__(self, stream, *, name):
        self.name = name
        self.stream = stream
        # It counts for the whole process; Django reads no other CSV.
        csv.field_size_limit(LONGEST)
        first = stream.readline(LONGEST).lstrip("\ufeff")
        self.delimiter = delimiter_of(first, among=DELIMITERS)
        headings = next(csv.reader([first], delimiter=self.delimiter), [])
        self.columns = [tidy(heading) for heading in headings]
        self.heading_of = {tidy(heading): heading.strip() for heading in headings}
        self._check_columns()

    def _check_columns(self):
        named = [column for column in self.columns if column]
        if not named:
            raise CannotRead(f"{self.name} has no line with the names of its columns.")
        twice = sorted({column for column in named if named.count(column) > 1})
        if twice:
            raise CannotRead(f"{self.name} has two columns “{twice[0]}”.")

    def rows(self):
        """Yield (line, {column: cell}, problem)."""
        reader = csv.reader(self.stream, delimiter=self.delimiter)
        while True:
            line = reader.line_num + 2
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise CannotRead(f"{self.name}, line {line:,}: {_sentence(error)} Nothing was imported.") from error
            if cells is None:
                return
            if not any(cell.strip() for cell in cells):
                continue
            problem = ""
            if any(cell.strip() for cell in cells[len(self.columns) :]):
                problem = f"it has {len(cells)} cells, and the first line names {len(self.columns)} columns."
            yield line, dict(zip(self.columns, cells, strict=False)), problem


def tidy(cell):
    return "_".join(cell.strip().lower().split())


def _sentence(error):
    if "field larger" in str(error):
        return "a cell is longer than a million characters; perhaps a quotation mark is not closed."
    return f"it cannot be read ({error})."
