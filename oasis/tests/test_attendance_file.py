import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.base import ContentFile

from lmi_portal.tables.problems import CannotRead
from oasis.attendance_file import read_attendance

HEAD = "Student Number,From,To,Days Expected,Days Attended\n"
ON = date(2026, 11, 22)


def rows_of(text, **kwargs):
    return list(read_attendance(io.BytesIO(text.encode()), on=ON, **kwargs))


def problems_of(text, **kwargs):
    with pytest.raises(CannotRead) as refused:
        rows_of(text, **kwargs)
    return refused.value.problems


def test_rows_are_read_with_either_way_of_writing_days():
    rows = rows_of(HEAD + "9000001,2026-09-01,9/30/2026,20,18.5\n")

    assert [(row.line, row.number, row.starts_on, row.ends_on, row.days_attended) for row in rows] == [
        (2, "9000001", date(2026, 9, 1), date(2026, 9, 30), Decimal("18.5"))
    ]


def test_columns_may_be_called_otherwise_and_stand_in_any_order():
    text = "Pres;Stu;Von;Bis;Exp\n9;1;2026-09-01;2026-09-14;10\n"
    names = {"number": "Stu", "starts_on": "Von", "ends_on": "Bis", "days_expected": "Exp", "days_attended": "Pres"}

    assert [row.days_attended for row in rows_of(text, columns=names)] == [9]


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        (",2026-09-01,2026-09-30,20,18", "Student number", "No student number."),
        ("1,yesterday,2026-09-30,20,18", "From", "No day: write 2026-09-30 or 9/30/2026."),
        ("1,2026-09-30,2026-09-01,20,18", "To", "Ends before it starts."),
        ("1,2026-11-01,2026-12-30,20,18", "To", "Lies in the future."),
        ("1,2026-09-01,2026-09-30,twenty,18", "Days expected", "No number of days."),
        (
            "1,2026-09-01,2026-09-30,NaN,18",
            "Days expected",
            "Days run from 0 to 366, with one digit after the point at most.",
        ),
        ("1,2026-09-01,2026-09-05,20,18", "Days expected", "More days than the span has."),
        ("1,2026-09-01,2026-09-30,20,21", "Days attended", "More days than were expected."),
        ("1,2026-09-01,2026-09-30,20", "Days attended", "No number of days."),
    ],
)
def test_a_bad_cell_is_told_with_line_and_column(line, column, sentence):
    assert problems_of(f"{HEAD}2,2026-09-01,2026-09-30,20,18\n{line}\n") == [(3, column, sentence)]


def test_the_same_days_of_a_student_are_told_at_their_second_line():
    line = "1,2026-09-01,2026-09-30,20,18\n"

    assert problems_of(HEAD + line + line) == [
        (3, "Student number", "The same student and days stand in the file twice.")
    ]


def test_a_workbook_is_read_with_its_own_days_and_numbers():
    rows = [HEAD.strip().split(","), [123, date(2026, 9, 1), date(2026, 9, 30), 20, 18.5]]

    [row] = read_attendance(workbook_of(rows), on=ON)

    assert (row.line, row.number, row.starts_on, row.days_attended) == (2, "00123", date(2026, 9, 1), Decimal("18.5"))


def test_faults_of_a_workbook_are_told_with_row_and_letter():
    rows = [HEAD.strip().split(","), [123, date(2026, 9, 1), date(2026, 9, 30), 20, 21]]

    with pytest.raises(CannotRead) as refused:
        list(read_attendance(workbook_of(rows), on=ON))

    assert str(refused.value) == "Row 2, column E (Days attended): More days than were expected."


def workbook_of(rows):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.active["A2"].number_format = "00000"
    book.save(file)
    return ContentFile(file.getvalue())


def test_a_missing_column_is_told():
    assert problems_of("Student Number,From,To,Days Expected\n")[0][:2] == (1, "Days attended")


@pytest.mark.parametrize("content", ["\xff\xfe".encode("latin-1"), b'Student Number,"From'])
def test_what_is_no_csv_is_refused(content):
    with pytest.raises(CannotRead):
        list(read_attendance(io.BytesIO(content), on=ON))
