import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from lmi_portal.spreadsheets import Sheet, csv_lines, csv_response, xlsx_response

NOON_IN_WINTER = datetime(2026, 12, 1, 20, tzinfo=UTC)
ROW = ["O’Brien & Söhne 😀", Decimal("-1250.50"), 7, date(2026, 12, 1), NOON_IN_WINTER, None]


def sheet(*rows):
    return Sheet("owed", ["district", "amount ($)", "teams", "due", "issued", "note"], rows)


def csv_rows(*rows):
    return list(csv.reader(io.StringIO("".join(csv_lines(sheet(*rows))).removeprefix("\ufeff"))))[1:]


def opened(*rows):
    answer = xlsx_response(sheet(*rows))
    content = answer.getvalue()
    answer.file_to_stream.close()
    return load_workbook(io.BytesIO(content)).active


def test_csv_tells_excel_that_it_is_utf_8_and_keeps_negative_numbers_numbers():
    assert next(csv_lines(sheet())) == "\ufeffdistrict,amount ($),teams,due,issued,note\r\n"
    assert csv_rows(ROW) == [["O’Brien & Söhne 😀", "-1250.50", "7", "2026-12-01", "2026-12-01 12:00 PST", ""]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(sign):
    text = f"{sign}HYPERLINK(1)"

    assert csv_rows([text, "no = sign up front"]) == [[f"'{text}", "no = sign up front"]]
    cell = opened([text])["A2"]
    # openpyxl gives a formula the type “f”, and a carriage return as the format writes it.
    assert (cell.data_type, cell.value.replace("_x000D_", "\r")) == ("s", text)


def test_xlsx_has_numbers_dates_and_pacific_moments_under_frozen_headings():
    page = opened(ROW)

    values = [cell.value for cell in page[2]]
    assert values == [ROW[0], -1250.5, 7, datetime(2026, 12, 1), datetime(2026, 12, 1, 12), None]
    assert [cell.number_format for cell in page[2]][1:5] == ["#,##0.00", "General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:F2")


@pytest.mark.parametrize(
    ("title", "tab"),
    [
        ("Owed by district", "Owed by district"),
        ("Spring: how was [work]? */\\", "Spring how was work"),
        ("How we at San Juan work with one another", "How we at San Juan work with on"),
        ("'quoted'", "quoted"),
        ("😀" * 20, "😀" * 15),
        ("History", "List"),
        ("", "owed"),
        ("???", "List"),
    ],
    ids=["plain", "forbidden", "long", "apostrophes", "two units each", "Excel's own", "the name's", "nothing left"],
)
def test_the_tab_says_what_the_sheet_is(title, tab):
    answer = xlsx_response(replace(sheet(ROW), title=title))
    content = answer.getvalue()
    answer.file_to_stream.close()

    assert load_workbook(io.BytesIO(content)).sheetnames == [tab]


def test_xlsx_without_rows_opens_too():
    assert [cell.value for cell in opened()[1]] == ["district", "amount ($)", "teams", "due", "issued", "note"]


def test_files_are_downloads_with_their_names():
    answers = [csv_response(sheet(ROW)), xlsx_response(sheet(ROW))]

    assert [answer.headers["Content-Disposition"] for answer in answers] == [
        'attachment; filename="owed.csv"',
        'attachment; filename="owed.xlsx"',
    ]
    assert [answer.streaming for answer in answers] == [True, True]
    answers[1].file_to_stream.close()
