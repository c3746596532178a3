from xml.etree import ElementTree

import pytest
from django.utils import timezone

from convenings.tests.factories import create_convening
from districts.models import District
from districts.tests.factories import create_district, create_unit
from initiative.tests.case_studies import create_case_study, create_practice, create_published
from initiative.tests.committee_factories import create_plan
from lmi_portal.library.tests.factories import create_resource
from lmi_portal.navigation import PUBLIC_PATHS
from oasis.providers.tests.factories import create_provider, create_service
from wellbeing.models import YearlyReport
from wellbeing.reports.highlighting import path_of
from wellbeing.tests.factories import create_program
from wellbeing.tests.test_reports import create_report

pytestmark = pytest.mark.django_db

NAMES = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def pages_in(response):
    """{path: the day it changed, or None}, with the portal's own address before each path."""
    site = "https://portal.example.org"
    told = {}
    for url in ElementTree.fromstring(response.content).findall("url", NAMES):
        address, changed = url.findtext("loc", namespaces=NAMES), url.findtext("lastmod", namespaces=NAMES)
        assert address.startswith(f"{site}/")
        told[address.removeprefix(site)] = changed
    return told


@pytest.fixture(autouse=True)
def own_address(settings):
    settings.SITE_URL = "https://portal.example.org"


def test_sitemap_lists_every_public_page(client):
    convening, district, resource = create_convening(), create_district(), create_resource()
    unit, practice, plan = create_unit(district), create_practice(), create_plan(slug="ours")
    study = create_published(district=district)
    service = create_service(create_provider(is_made_up=False))
    # In California it is the evening before.
    type(convening).objects.update(updated_at="2026-05-06T03:00Z")

    pages = pages_in(client.get("/sitemap.xml"))

    rows = [convening, district, unit.organization, study, practice, resource, plan, service]
    parts = {"/", *PUBLIC_PATHS} - {"/strategic-plan/"}
    assert parts | {row.get_absolute_url() for row in rows} <= set(pages)
    assert pages[convening.get_absolute_url()] == "2026-05-05"
    assert pages[district.get_absolute_url()] is None


def test_pages_of_the_sitemap_open_to_everyone(client):
    create_convening(), create_resource(), create_plan(slug="ours")
    create_unit(create_district())
    create_published()

    pages = pages_in(client.get("/sitemap.xml"))

    assert {path: client.get(path).status_code for path in pages} == dict.fromkeys(pages, 200)


def test_what_is_not_public_is_left_out(client):
    draft = create_convening(state="draft")
    study, resource = create_case_study(), create_resource(is_published=False)
    plan, gone = create_plan(slug="draft", is_published=False), create_district(status=District.Status.CLOSED)
    doubtful = create_unit(create_district(), organization="ATU", confidence="low").organization
    made_up, unlisted = create_service(), create_service(create_provider(is_made_up=False, is_listed=False))
    rows = [draft, study, resource, plan, gone, doubtful, made_up, unlisted]

    pages = pages_in(client.get("/sitemap.xml"))

    assert [row for row in rows if row.get_absolute_url() in pages] == []
    assert [path for path in pages if path.startswith(("/teams", "/account", "/admin"))] == []


def test_control_the_same_rows_are_listed_once_they_are_public(client):
    draft, study = (
        create_convening(state="draft"),
        create_case_study(state="published", published_at="2026-05-05T00:00Z"),
    )
    type(draft).objects.update(state="save_the_date")

    pages = pages_in(client.get("/sitemap.xml"))

    assert {draft.get_absolute_url(), study.get_absolute_url()} <= set(pages)


def create_highlight(**fields):
    """A report whose highlight is shown to everyone."""
    report, now = create_report(create_program(**fields), "published"), timezone.now()
    YearlyReport.objects.filter(pk=report.pk).update(highlighted_at=now)
    return path_of(report)


def test_highlights_of_made_up_programs_are_left_out(client):
    real, made_up = create_highlight(), create_highlight(is_made_up=True)

    pages = pages_in(client.get("/sitemap.xml"))

    assert (real in pages, made_up in pages) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_is_constant(client, django_assert_num_queries, count):
    for number in range(count):
        create_convening(), create_resource(), create_plan(slug=f"plan-{number}")
        create_unit(create_district())
        create_published()

        create_service(create_provider(is_made_up=False))
        create_highlight()

    with django_assert_num_queries(9):
        client.get("/sitemap.xml")
