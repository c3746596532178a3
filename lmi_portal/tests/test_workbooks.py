"""Workbooks as Excel, openpyxl and XlsxWriter write them, and as somebody makes them who means no good."""

import io
from datetime import date, datetime, time
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlsxwriter
from django.core.files.base import ContentFile

from lmi_portal.tables import workbooks
from lmi_portal.tables.problems import CannotRead
from lmi_portal.tables.reading import open_table

HEADINGS = ["Name", "Days"]
MEGABYTE = 1024 * 1024


def written(*rows, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rows_of(content):
    return list(open_table(ContentFile(content)).rows)


def refusal_of(content):
    with pytest.raises(CannotRead) as refused:
        rows_of(content)
    return str(refused.value)


def with_part(content, path, data):
    """The workbook with another part at `path`; `data` may be a function of what was there."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name != path:
                after.writestr(name, before.read(name))
        after.writestr(path, data(before.read(path).decode()) if callable(data) else data)
    return file.getvalue()


def in_sheet(rows, before=""):
    """A workbook whose sheet holds the XML `rows`."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f"{before}<worksheet {space}><sheetData>{rows}</sheetData></worksheet>"
    return with_part(written(HEADINGS), "xl/worksheets/sheet1.xml", sheet)


def test_cells_are_texts_as_people_see_them():
    def form(book):
        book.active["A2"].number_format = "00000"
        book.active["B2"].number_format = '[$-409]d" of "mmmm\\ yyyy;@'
        book.active["H2"].number_format = "m/d/yyyy h:mm"

    row = [123, date(2026, 9, 30), 5.0, 18.5, 0.1 + 0.2, True, "  Ana ", datetime(2026, 9, 30, 8, 5), time(14, 30)]

    assert rows_of(written(["Heading"], row, change=form)) == [
        (1, ["Heading"]),
        (2, ["00123", "2026-09-30", "5", "18.5", "0.3", "TRUE", "  Ana ", "2026-09-30 08:05", "14:30"]),
    ]


def test_days_may_count_from_1904():
    def of_an_old_mac(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    assert rows_of(written([date(2026, 9, 30)], change=of_an_old_mac)) == [(1, ["2026-09-30"])]


def test_of_a_formula_its_last_value_is_read():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write_formula("A1", '="An"&"a"', None, "Ana")
        page.write_formula("B1", "=2+3", None, 5)
        page.write_rich_string("C1", "Nor", book.add_format({"bold": True}), "th")

    assert rows_of(file.getvalue()) == [(1, ["Ana", "5", "North"])]


def test_rows_and_cells_with_nothing_keep_the_numbers_of_the_others():
    assert rows_of(written(HEADINGS, [], [None, 3], [None, ""], ["Ana"])) == [
        (1, HEADINGS),
        (3, ["", "3"]),
        (5, ["Ana"]),
    ]


def test_the_first_sheet_that_is_shown_is_read():
    def hide(book):
        book.active.sheet_state = "hidden"
        book.create_sheet("Staff").append(["Ana"])
        book.create_sheet("Old").append(["Ben"])
        book.active = 1

    assert rows_of(written(["Notes"], change=hide)) == [(1, ["Ana"])]


def test_control_the_same_without_hiding_is_the_other_sheet():
    assert rows_of(written(["Notes"], change=lambda book: book.create_sheet("Staff").append(["Ana"]))) == [
        (1, ["Notes"])
    ]


def test_what_is_around_the_cells_is_no_cell():
    def with_more(book):
        book.active.freeze_panes = "A2"
        book.active.auto_filter.ref = "A1:B2"
        book.active["A1"].comment = openpyxl.comments.Comment("said aside", "Ana")
        book.active.conditional_formatting.add("B2", openpyxl.formatting.rule.CellIsRule("lessThan", ["3"]))

    assert rows_of(written(HEADINGS, ["Ana", 3], change=with_more)) == [(1, HEADINGS), (2, ["Ana", "3"])]


@pytest.mark.parametrize(
    "change",
    [
        lambda content: with_part(content, "xl/vbaProject.bin", b"macro"),
        lambda content: with_part(content, "[Content_Types].xml", "<Types/>"),
        lambda content: content[:-200],
        lambda content: content.replace(b"xl/workbook.xml", b"xl/document.xml"),
        lambda content: content.replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xdc"),
    ],
    ids=["macros", "another kind of zip", "cut off", "no workbook in it", "a zip of tomorrow"],
)
def test_what_is_no_plain_workbook_is_refused_in_a_sentence(change):
    content = written(HEADINGS)

    assert refusal_of(change(content)).startswith("This is no Excel workbook, or one with macros")
    assert rows_of(content) == [(1, HEADINGS)]


def test_an_older_or_locked_workbook_is_told_how_to_save_it():
    assert "older Excel, or one with a password" in refusal_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


@pytest.mark.parametrize(
    "size", [65 * MEGABYTE, 8 * MEGABYTE], ids=["more than a list unpacks to", "little that becomes a lot"]
)
def test_a_bomb_is_refused_before_anything_is_unpacked(monkeypatch, size):
    bomb = with_part(written(HEADINGS), "xl/theme/theme1.xml", b" " * size)
    monkeypatch.setattr(ZipFile, "open", None)

    assert "unpacks to far more than a list" in refusal_of(bomb)


def test_control_a_part_that_does_not_puff_up_is_read_past():
    assert rows_of(with_part(written(HEADINGS), "xl/theme/theme1.xml", b" " * 100_000)) == [(1, HEADINGS)]


@pytest.mark.parametrize(
    "content",
    [
        in_sheet("<row><c><v>1</v></c></row>", before='<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
        in_sheet('<row><c t="s"><v>99</v></c></row>'),
        in_sheet('<row><c r="ABCD1"><v>1</v></c></row>'),
        in_sheet('<row><c r="XFD1"><v>1</v></c></row>'),
        in_sheet('<row><c t="inlineStr"><is><t>' + "x" * 40_000 + "</t></is></c></row>"),
        in_sheet("<row><c"),
        in_sheet("<row/>", before='<?xml version="1.0" encoding="UTF-9"?>'),
    ],
    ids=["entities", "no such text", "no such column", "too many columns", "too long", "broken XML", "other letters"],
)
def test_a_sheet_that_excel_would_not_write_is_refused_in_a_sentence(content):
    assert "This workbook cannot be read" in refusal_of(content)


def of_rows(number, *, cell='<c s="1"/>'):
    """A sheet of little packed size, whose cells say nothing."""
    return in_sheet(number * f"<row>{cell}</row>")


@pytest.mark.parametrize(
    "content",
    [
        of_rows(1, cell=50_000 * '<c s="1"/>'),
        of_rows(35_000, cell=50 * '<c s="1"/>'),
        of_rows(1, cell="<c " + " ".join(f'a{n}=""' for n in range(100_000)) + "/>"),
    ],
    ids=["a row", "all rows", "a cell"],
)
def test_more_than_a_list_has_is_refused_before_it_is_read(monkeypatch, content):
    monkeypatch.setattr(workbooks, "load_workbook", None)
    monkeypatch.setattr(workbooks, "MOST_RATIO", 100_000)

    assert "unpacks to far more than a list" in refusal_of(content)


def test_rows_that_leave_out_thousands_of_cells_take_no_hour():
    """Before each of these, openpyxl puts 18,277 more."""
    assert "This workbook cannot be read" in refusal_of(of_rows(600, cell='<c r="ZZZ1"/>'))


def test_control_cells_that_say_nothing_are_read_past():
    assert rows_of(of_rows(3, cell=100 * '<c s="1"/>' + '<c r="ZZZ1"/>')) == []


def test_of_two_parts_of_one_name_the_broken_one_is_not_read():
    file, mark = io.BytesIO(written(HEADINGS)), b"to be broken"
    with ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/media/more", mark)
        archive.writestr("xl/media/more", b"whole")

    assert rows_of(file.getvalue().replace(mark, mark.upper())) == [(1, HEADINGS)]


def test_columns_have_the_letters_that_excel_shows():
    table = open_table(ContentFile(written(HEADINGS)))

    told = [table.problem(2, "E-mail", "No.", place=place).column for place in (0, 25, 26, 701, 702)]

    assert told == [f"column {letters} (E-mail)" for letters in ("A", "Z", "AA", "ZZ", "AAA")]
