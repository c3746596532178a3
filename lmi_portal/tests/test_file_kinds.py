"""The kinds that billing does not take; PDF, PNG and JPEG are tried in billing/tests/test_uploads.py."""

from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from lmi_portal import file_kinds
from lmi_portal.file_kinds import DOCX, ENDINGS, JPEG, MAIN_PARTS, OFFICE, PDF, PNG, PPTX, XLSX, kind_of, label_of

ALL = list(ENDINGS)


def upload(content):
    return SimpleUploadedFile("said.pdf", content, "application/pdf")


def office(kind, *, main=None, types=None, parts=None, packed=ZIP_DEFLATED):
    """The least that a document of Office's open formats is made of."""
    main = main or MAIN_PARTS[kind]
    types = types or f'<Types><Override PartName="/{main}" ContentType="{kind}.main+xml"/></Types>'
    content = BytesIO()
    with ZipFile(content, "w", packed) as file:
        for name, words in {"[Content_Types].xml": types, main: "<document/>", **(parts or {})}.items():
            file.writestr(name, words)
    return content.getvalue()


def workbook():
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet().write("A1", "trust")
    return content.getvalue()


@pytest.mark.parametrize("kind", [DOCX, PPTX, XLSX])
def test_documents_are_known_by_what_is_in_them(kind):
    assert kind_of(upload(office(kind)), among=ALL) == kind


def test_a_workbook_as_programs_write_it_is_known():
    assert kind_of(upload(workbook()), among=ALL) == XLSX


def test_only_what_was_asked_for_counts():
    assert kind_of(upload(office(DOCX)), among=[PDF]) is None


@pytest.mark.parametrize(
    "content",
    [
        lambda: b"",
        lambda: b"<html><script>alert(1)</script></html>",
        lambda: workbook()[:-40],
        lambda: workbook().replace(b"sheet1", b"sheet2", 1),
        lambda: office(DOCX, main="word/other.xml"),
        lambda: office(DOCX, types=f'<Types><Override ContentType="{OFFICE}.template.main+xml"/></Types>'),
        lambda: office(
            DOCX,
            types='<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
        ),
        lambda: office(XLSX, parts={"xl/vbaProject.bin": "macros"}),
        lambda: damaged(office(PPTX, parts={"ppt/media.bin": "x" * 5000})),
        lambda: damaged(office(PPTX, parts={"ppt/media.bin": "x" * 5000}, packed=ZIP_LZMA)),
        lambda: office(DOCX, packed=ZIP_BZIP2),
    ],
    ids=[
        *["nothing", "html", "cut", "torn", "no main part", "template", "docm", "hidden macros", "damaged"],
        *["damaged and packed as no document is", "packed as no document is"],
    ],
)
def test_what_is_none_of_them_is_none(content):
    assert kind_of(upload(content()), among=ALL) is None


def damaged(content):
    """The same, with one byte changed in its last part."""
    at = content.index(b"ppt/media.bin") + len(b"ppt/media.bin") + 4
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def test_what_nobody_asked_for_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(file_kinds, "ZipFile", lambda *_args: pytest.fail("It was opened."))

    assert kind_of(upload(office(DOCX)), among=[PDF, PNG, JPEG]) is None


def test_what_would_fill_a_disk_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = upload(office(DOCX, parts={"word/zeros": "0" * 100_000}))
    assert kind_of(bomb, among=ALL) == DOCX

    monkeypatch.setattr(file_kinds, "MOST_UNPACKED", 50_000)

    assert kind_of(bomb, among=ALL) is None


def test_what_has_a_thousand_parts_too_many_is_refused(monkeypatch):
    monkeypatch.setattr(file_kinds, "MOST_PARTS", 2)

    assert kind_of(upload(office(DOCX, parts={"a": "a"})), among=ALL) is None
    assert kind_of(upload(office(DOCX)), among=ALL) == DOCX


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Our guide.pdf", "Our guide.docx"),
        ("../../etc/passwd\x00.html", "passwd.docx"),
        ("x" * 300 + ".docx", "x" * 100 + ".docx"),
        ("línea\u202egpj.exe", "líneagpj.docx"),
    ],
    ids=["another ending", "climbs", "long", "turns round"],
)
def test_label_has_the_ending_of_the_true_kind(name, label):
    assert label_of(name, DOCX) == label
