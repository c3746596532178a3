import io
import json
import re

import pikepdf
import pypdfium2
import pytest
from django.core.cache import cache
from django.utils import timezone

from billing.tests.paper_reading import tags_of
from districts.tests.factories import create_district, create_membership
from initiative.case_study_paper import TEMPLATE, paper_facts
from initiative.models import CaseStudy, KeyFact, Practice, PracticeUse, TimelineEntry
from lmi_portal.library.models import Resource
from lmi_portal.papers import compiler_of

pytestmark = pytest.mark.django_db

PDF = "/case-studies/valley.pdf"


def create_case_study(**fields):
    """One with everything that a paper can tell."""
    report = Resource.objects.create(
        title="Three districts",
        slug="three",
        kind="research",
        abstract="A report.",
        link="https://example.org/three.pdf",
    )
    told = {
        "title": "Valley: from strike to table",
        "slug": "valley",
        "summary": "They nearly struck. They now decide together.",
        "led_to": "A strike was near.\r\n\r\nBoth sides stepped back.",
        "in_practice": "They meet each month.",
        "impact": "Fewer grievances.",
        "lessons": "People change.",
        "method": "A day of group interviews.",
        "interviewed": ["superintendent", "principals", "teachers"],
        "investigator": "Adaeze Okonkwo",
        "report": report,
        "report_page": 9,
        "already_public": "Three districts",
        "state": "published",
        "published_at": timezone.now(),
    }
    case_study = CaseStudy.objects.create(**told | {"district": create_district(name="Valley Unified")} | fields)
    KeyFact.objects.create(case_study=case_study, label="Enrollment", value="nearly 18,000", source="CDE")
    TimelineEntry.objects.create(case_study=case_study, year=2011, when="from 2011", what="Joint work begins.")
    practice = Practice.objects.create(name="Peer assistance and review", slug="par", summary="By peers.")
    PracticeUse.objects.create(
        practice=practice, district=case_study.district, case_study=case_study, how="A panel.", since="2000", source="x"
    )
    return case_study


def text_of(response):
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(response.content)]
    return re.sub(r"\s+", " ", " ".join(pages))


def test_paper_tells_the_whole_case_study(client):
    case_study = create_case_study()

    response = client.get(PDF)

    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/pdf",
        'inline; filename="case-study-valley.pdf"',
    )
    text = text_of(response)
    for said in [
        "CASE STUDY Valley: from strike to table Valley Unified · Unified school district · Sacramento County",
        "They nearly struck. They now decide together.",
        "What led labor and management to collaborate? A strike was near. Both sides stepped back.",
        "They meet each month.",
        "Fewer grievances.",
        "People change.",
        "A day of group interviews. Interviewed, by role: superintendent, principals, teachers. Investigator: Adaeze",
        "Enrollment nearly 18,000 CDE",
        "from 2011 Joint work begins.",
        "Peer assistance and review A panel. Since: 2000",
        "Told from what is published already in Three districts;",
        "The full report, “Three districts”, tells of it from page 9 on. https://example.org/three.pdf",
        f"This case study online: {paper_facts(case_study)['url']}",
    ]:
        assert said in text


def test_paper_is_tagged_and_named_for_screen_readers(client):
    create_case_study()

    document = pikepdf.open(io.BytesIO(client.get(PDF).content))

    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert document.Root.MarkInfo.Marked is True
    assert str(document.Root.Lang) == "en-US"
    assert str(document.docinfo.Title) == "Valley: from strike to table – Case study"
    tags = tags_of(document.Root.StructTreeRoot.K)
    assert [tag for tag in tags if tag in ("/H1", "/H2", "/H3")] == ["/H1", *["/H2"] * 9]
    assert tags.count("/Table") == 2
    assert {"/TH", "/TD", "/L", "/LI", "/Link", "/P"} - set(tags) == set()


def test_every_font_that_the_paper_asks_for_is_there():
    facts = paper_facts(create_case_study())

    _pdf, warnings = compiler_of(TEMPLATE).compile_with_warnings(
        format="pdf", sys_inputs={"facts": json.dumps(facts), "language": "en"}
    )

    assert [warning.message for warning in warnings] == []


def test_sparse_case_study_is_set_too(client):
    district = create_district(name="Plain Unified")
    told = {"led_to": "A.", "in_practice": "B.", "impact": "C.", "lessons": "D.", "summary": "Short."}
    published = {"state": "published", "published_at": timezone.now()}
    CaseStudy.objects.create(district=district, title="Plain 李", slug="valley", **told, **published)

    text = text_of(client.get(PDF))

    assert "Plain 李" in text
    absent = ["Key facts", "Timeline", "Practices", "How it was studied", "The full report", "approved this text"]
    assert [heading for heading in absent if heading in text] == []


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_only_staff_see_the_paper_of_what_is_not_published(client, state):
    case_study = create_case_study(state=state)
    member = create_membership(district=case_study.district, is_lead=True).user

    outcomes = [client.get(PDF).status_code]
    client.force_login(member)
    outcomes.append(client.get(PDF).status_code)

    assert outcomes == [404, 404]


def test_draft_says_that_it_is_one_and_is_kept_for_its_reader_alone(client, staff):
    create_case_study(state="draft")

    response = client.get(PDF)

    assert "Draft: not published" in text_of(response)
    assert response["Cache-Control"] == "no-cache, private"


def test_who_has_the_current_paper_gets_no_other(client):
    case_study = create_case_study()
    first = client.get(PDF)
    etag = first["ETag"]

    again = client.get(PDF, headers={"if-none-match": etag})
    KeyFact.objects.filter(case_study=case_study).update(value="16,531")
    changed = client.get(PDF, headers={"if-none-match": etag})

    assert first["Cache-Control"] == "no-cache, public"
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert "16,531" in text_of(changed)


def test_a_paper_is_set_once_for_many_readers(client, monkeypatch):
    create_case_study()
    first = client.get(PDF).content

    monkeypatch.setattr("initiative.case_study_paper.render_paper", None)

    assert client.get(PDF).content == first
    cache.clear()
    with pytest.raises(TypeError):
        client.get(PDF)
