import csv
import io

import pytest

from lmi_portal.tables.csv_lines import csv_rows
from lmi_portal.tables.problems import CannotRead


def rows_of(content):
    return list(csv_rows(io.BytesIO(content)))


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfName,Site\r\nAna,North\r\n",
        b"Name;Site\nAna;North",
        b"Name\tSite\rAna\tNorth\r",
    ],
    ids=["Excel's with a mark", "semicolons", "tabs and old line ends"],
)
def test_files_are_read_however_programs_write_them(content):
    assert rows_of(content) == [(1, ["Name", "Site"]), (2, ["Ana", "North"])]


def test_lines_are_counted_where_rows_begin_also_behind_quoted_line_breaks():
    assert rows_of(b'Name,Note\nAna,"one\ntwo"\nBen,\n') == [
        (1, ["Name", "Note"]),
        (2, ["Ana", "one\ntwo"]),
        (4, ["Ben", ""]),
    ]


def test_control_the_reader_alone_counts_where_rows_end():
    reader = csv.reader(io.StringIO('Name,Note\nAna,"one\ntwo"\n'))

    assert [reader.line_num for _row in reader] == [1, 3]


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"Name\nAna\nJos\xe9\n", 3, "This is no CSV file in UTF-8"),
        ("Name\nAna\n".encode("utf-16"), 1, "This is no CSV file in UTF-8"),
        (b'Name\nAna\n"Ben\n', 3, "This is no line of a CSV file"),
        (b"x" * 1_100_000, 1, "This is no line of a CSV file"),
    ],
    ids=["Windows' letters", "UTF-16", "an open quotation mark", "a line without end"],
)
def test_what_is_no_csv_is_told_with_its_line(content, line, says):
    with pytest.raises(CannotRead) as refused:
        rows_of(content)

    [problem] = refused.value.problems
    assert (problem.line, problem.column, problem.sentence.startswith(says)) == (line, "whole line", True)


def test_letters_of_several_bytes_hold_wherever_a_portion_ends():
    name = "é" * 30_001

    assert rows_of(f"Name\n{name}\n".encode()) == [(1, ["Name"]), (2, [name])]
