import io
import json
import re
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest
from django.utils import timezone

from districts.models import Side
from lmi_portal.papers import compiler_of
from wellbeing.models import Approval, YearlyReport
from wellbeing.reports.paper import TEMPLATE, paper_facts
from wellbeing.reports.reading import reading_of

from .factories import co_chair, create_program
from .test_report_figures import create_wave, create_year
from .test_report_pages import address
from .test_reports import create_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    program = create_program(is_made_up=True)
    create_year(program)
    create_wave(program, people=40, agree=10, disagree=30, days_ago=60)
    create_wave(program, people=50, agree=25, disagree=25)
    return program


def tags_of(element):
    """The kinds of tagged elements below this one of a PDF's structure, in reading order."""
    if isinstance(element, pikepdf.Array):
        return [tag for child in element for tag in tags_of(child)]
    if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
        return []
    return [str(element.S), *tags_of(element.get("/K"))]


def paper(client, program, report):
    client.force_login(co_chair(program, Side.LABOR))
    return client.get(address(program, "report_pdf", report.school_year))


def text_of(response):
    document = pypdfium2.PdfDocument(response.content)
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in document))


def test_paper_says_what_the_page_says(client, program):
    report = create_report(program, YearlyReport.State.PUBLISHED)

    text = text_of(paper(client, program, report))

    reading = reading_of(report, now=timezone.now())
    words = [reading.title, *(text for pair in reading.parts for text in pair), *reading.approvals]
    words += [cell for table in reading.tables for row in table.rows for cell in row]
    assert [said for said in words if re.sub(r"\s+", " ", said) not in text] == []
    assert "Made up: this program, its people and its answers are an example." in text
    assert "Draft" not in text


def test_paragraphs_of_a_text_stay_apart(program):
    report = create_report(program, done="One.\r\n\r\nTwo,\nand more.\n")

    assert paper_facts(report, now=timezone.now())["parts"][0] == ["What was done", ["One.", "Two,\nand more."]]


def test_a_draft_says_so(client, program):
    assert "Draft: not published" in text_of(paper(client, program, create_report(program)))


def test_paper_is_tagged_and_named_for_screen_readers(client, program):
    report = create_report(program, YearlyReport.State.PUBLISHED)

    document = pikepdf.open(io.BytesIO(paper(client, program, report).content))

    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert document.Root.MarkInfo.Marked is True
    assert str(document.Root.Lang) == "en-US"
    tags = tags_of(document.Root.StructTreeRoot.K)
    assert tags.count("/H1") == 1
    assert tags.count("/Table") == 4
    assert {"/H2", "/TH", "/TD", "/L", "/LI", "/P"} - set(tags) == set()
    # A bar says again what the number beside it says.
    assert "/Figure" not in tags


def test_every_font_that_the_paper_asks_for_is_there(program):
    facts = paper_facts(create_report(program), now=timezone.now())

    _pdf, warnings = compiler_of(TEMPLATE).compile_with_warnings(
        format="pdf", sys_inputs={"facts": json.dumps(facts), "language": "en"}
    )

    assert [warning.message for warning in warnings] == []


def test_the_same_report_gives_the_same_bytes(client, program):
    report = create_report(program, YearlyReport.State.PUBLISHED)

    assert paper(client, program, report).content == paper(client, program, report).content


def test_an_evening_in_california_is_not_the_next_day(program):
    report = create_report(program, YearlyReport.State.PUBLISHED)
    evening = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    Approval.objects.update(approved_at=evening)
    report.published_at = evening

    facts = paper_facts(report, now=timezone.now())

    assert facts["published"] == "Nov. 22, 2026"
    assert facts["approvals"][0] == "Labor approved this report on Nov. 22, 2026."
