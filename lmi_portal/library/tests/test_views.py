import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from lmi_portal.library.models import LinkCheck, Resource

from .factories import create_resource

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def full(**fields):
    return create_resource(topics=["Trust", "Budgets"], audiences=["Labor"], findings=["+12.5 %", "+4.5 %"], **fields)


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_as_often_for_three_as_for_one(client, django_assert_num_queries, count):
    for _each in range(count):
        full(year=2017)

    with django_assert_num_queries(9):
        response = client.get("/library/", {"q": "trust", "kind": "guide"})

    assert response.context["page"].paginator.count == count


@pytest.mark.parametrize("count", [1, 3])
def test_resource_asks_the_database_as_often_for_three_related_as_for_one(client, django_assert_num_queries, count):
    resource = full()
    for _each in range(count):
        full()

    with django_assert_num_queries(5):
        response = client.get(resource.get_absolute_url())

    assert len(response.context["related"]) == count


def test_list_is_paged_by_twenty_and_keeps_what_was_asked(client):
    for _each in range(21):
        create_resource()

    first, second = client.get("/library/?kind=guide"), client.get("/library/?kind=guide&page=2")

    assert [len(page.context["page"]) for page in (first, second)] == [20, 1]
    assert "?kind=guide&amp;page=2" in first.content.decode()


def test_nothing_found_shows_the_way_back(client):
    create_resource()

    page = client.get("/library/", {"q": "unheard of"}).content.decode()

    assert "Nothing fits what you asked for" in page
    assert 'href="/library/"' in page


def test_empty_library_says_so(client):
    assert "The library is still empty" in client.get("/library/").content.decode()


def test_link_opens_elsewhere_and_says_where(client):
    resource = create_resource(link="https://www.example.org/guide?a=1")

    page = client.get(resource.get_absolute_url()).content.decode()

    assert '<a class="btn btn-primary" href="https://www.example.org/guide?a=1" rel="noopener external">' in page
    assert "Open at example.org" in page


@pytest.mark.parametrize(("link", "is_told"), [("https://example.org/a", True), ("https://example.org/b", False)])
def test_dead_link_is_told_until_staff_change_it(client, link, is_told):
    resource = create_resource(link="https://example.org/a")
    LinkCheck.objects.create(resource=resource, link=link, outcome="dead", first_failed_at=timezone.now())

    page = client.get(resource.get_absolute_url()).content.decode()

    assert ("This link has not opened for us since" in page) == is_told


def test_what_is_nowhere_to_be_had_says_so(client):
    page = client.get(create_resource().get_absolute_url()).content.decode()

    assert "knows no lasting address" in page


def test_file_is_loaded_under_its_own_name_and_never_shown(client):
    resource = create_resource(content=b"%PDF-1.7 a guide")

    page = client.get(resource.get_absolute_url()).content.decode()
    response = client.get(f"/library/{resource.slug}/file/")

    assert "Download (PDF, 16\xa0bytes)" in page
    assert b"".join(response.streaming_content) == b"%PDF-1.7 a guide"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="Guide.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_file_that_the_storage_lost_is_not_offered(client):
    resource = create_resource(content=b"%PDF-1.7")
    default_storage.delete(resource.file.name)

    assert "knows no lasting address" in client.get(resource.get_absolute_url()).content.decode()
    assert client.get(f"/library/{resource.slug}/file/").status_code == 404


def test_related_are_those_that_share_the_most_topics():
    resource = create_resource(topics=["Trust", "Budgets"])
    two = create_resource(topics=["Trust", "Budgets"])
    one = create_resource(topics=["Trust", "Other"])
    create_resource(topics=["Other"])
    create_resource(topics=["Trust"], is_published=False)

    assert [(other, other.shared) for other in resource.related()] == [(two, 2), (one, 1)]


def test_newest_are_the_published_last_added():
    older, newer = create_resource(), create_resource()
    create_resource(is_published=False)

    assert list(Resource.objects.newest()[:3]) == [newer, older]


def test_findings_draw_bars_and_stand_in_a_table(client):
    resource = create_resource(findings=["+12.5 %", "+4.5 %", "3.5 times"])

    page = client.get(resource.get_absolute_url()).content.decode()

    assert page.count('<svg class="finding-bar"') == 2
    assert '<rect width="36.0" height="8"/>' in page
    assert "A study" in page
