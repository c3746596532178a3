import pytest
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.audit.models import Entry
from lmi_portal.library.models import Audience, LinkCheck, Resource, Topic

from .factories import create_audience, create_resource, create_topic

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a guide\nstartxref\n%%EOF"
MODELS = ["resource", "topic", "audience", "linkcheck"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def staff(client):
    client.staff = create_staff()
    sign_in_staff(client, client.staff)
    return client


def url(model, page="changelist", *args):
    return reverse(f"admin:library_{model}_{page}", args=args)


def typed(**changes):
    """The form of a resource as a browser sends it."""
    fields = {
        "title": "How we began",
        "slug": "how-we-began",
        "kind": "guide",
        "year": "2019",
        "authors": "Zoë Núñez",
        "publisher": "Made up, at example.org",
        "abstract": "In our own words.",
        "link": "",
        "source": "example.org",
        "is_published": "on",
        "findings-TOTAL_FORMS": "0",
        "findings-INITIAL_FORMS": "0",
    }
    return fields | changes


def upload(content=PDF, name="How we began.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("model", "queries"), [("resource", 7), ("topic", 6), ("audience", 6), ("linkcheck", 5)])
def test_list_query_count_is_constant(staff, django_assert_num_queries, model, queries, count):
    for number in range(count):
        resource = create_resource(
            topics=[f"Fairness {number}"], audiences=[f"Site {number}"], link="https://a.example"
        )
        LinkCheck.objects.create(resource=resource, link=resource.link)

    with django_assert_num_queries(queries):
        response = staff.get(url(model), {"q": "i"})

    assert response.context["cl"].result_count == count


def test_staff_search_as_visitors_do(staff):
    create_resource(authors="Zoë Núñez"), create_resource()

    assert staff.get(url("resource"), {"q": "NUNEZ zoë"}).context["cl"].result_count == 1


def test_staff_add_a_resource_with_its_findings(staff):
    topic, audience = create_topic(), create_audience()
    finding = {"findings-0-figure": "+1 %", "findings-0-what": "more", "findings-0-source": "A study"}
    finding |= {"findings-0-position": "1", "findings-TOTAL_FORMS": "1"}

    response = staff.post(url("resource", "add"), typed(topics=[topic.pk], audiences=[audience.pk], **finding))

    assert response.status_code == 302
    resource = Resource.objects.get()
    assert [str(each) for each in resource.findings.all()] == ["+1 % more"]
    assert resource.found_by == "how we began zoe nunez made up, at example.org in our own words. trust"
    assert Entry.objects.get(deed="add_resource").changes["findings"] == ["", "+1 % more"]


def test_staff_bring_a_file_and_it_comes_back_under_its_name(staff):
    staff.post(url("resource", "add"), typed(file=upload(name="How we began.txt")))

    resource = Resource.objects.get()
    assert (resource.file_name, resource.file_kind) == ("How we began.pdf", "application/pdf")
    page = staff.get(url("resource", "change", resource.pk)).content.decode()
    assert f'href="/library/{resource.slug}/file/"' in page
    assert resource.file.name not in page
    assert b"".join(staff.get(f"/library/{resource.slug}/file/").streaming_content) == PDF


def test_wrong_file_gets_a_sentence_and_nothing_typed_is_lost(staff, folder):
    response = staff.post(url("resource", "add"), typed(file=upload(b"<html>", "guide.pdf")))

    page = response.content.decode()
    assert response.status_code == 200
    assert "by its content this file is none" in page
    for words in ["How we began", "Zoë Núñez", "In our own words.", "2019"]:
        assert words in page
    assert not Resource.objects.exists()
    assert not (folder / "library").exists()


def test_wrong_file_leaves_the_one_on_record(staff):
    resource = create_resource(content=PDF)

    response = staff.post(url("resource", "change", resource.pk), typed(file=upload(b"MZ")))

    assert "by its content this file is none" in response.content.decode()
    assert default_storage.exists(resource.file.name)


def test_a_file_and_a_link_at_once_get_a_sentence(staff):
    response = staff.post(url("resource", "add"), typed(file=upload(), link="https://example.org/"))

    assert "A resource is a file or a link: leave one of the two empty." in response.content.decode()


def test_replaced_file_is_removed(staff, django_capture_on_commit_callbacks):
    resource = create_resource(content=PDF)

    with django_capture_on_commit_callbacks(execute=True):
        staff.post(url("resource", "change", resource.pk), typed(file=upload(PDF + b"\n", "Second.pdf")))

    newer = Resource.objects.get()
    assert newer.file_name == "Second.pdf"
    assert default_storage.exists(newer.file.name)
    assert not default_storage.exists(resource.file.name)


def test_file_that_is_taken_off_is_removed(staff, django_capture_on_commit_callbacks):
    resource = create_resource(content=PDF)

    with django_capture_on_commit_callbacks(execute=True):
        staff.post(
            url("resource", "change", resource.pk), typed(**{"file-clear": "on", "link": "https://example.org/"})
        )

    newer = Resource.objects.get()
    assert (newer.file.name, newer.file_name, newer.file_kind) == ("", "", "")
    assert not default_storage.exists(resource.file.name)


def test_saving_the_rest_keeps_the_file(staff, django_capture_on_commit_callbacks):
    resource = create_resource(content=PDF)

    with django_capture_on_commit_callbacks(execute=True):
        staff.post(url("resource", "change", resource.pk), typed(title="Another title"))

    newer = Resource.objects.get()
    assert (newer.title, newer.file.name, newer.file_name) == ("Another title", resource.file.name, "Guide.pdf")
    assert default_storage.exists(resource.file.name)
    assert Entry.objects.get(deed="edit_resource").changes["title"] == [resource.title, "Another title"]


@pytest.mark.parametrize("way", ["page", "list"])
def test_deleted_resources_take_their_file_along(staff, django_capture_on_commit_callbacks, way):
    resource = create_resource(content=PDF)

    with django_capture_on_commit_callbacks(execute=True):
        if way == "page":
            staff.post(url("resource", "delete", resource.pk), {"post": "yes"})
        else:
            chosen = {"action": "delete_selected", "_selected_action": [resource.pk], "post": "yes"}
            staff.post(url("resource"), chosen)

    assert not Resource.objects.exists()
    assert not default_storage.exists(resource.file.name)
    assert Entry.objects.get(deed="delete_resource").done_by == staff.staff


def test_renamed_topic_is_what_its_resources_are_found_by(staff):
    resource, topic = create_resource(topics=["Trust"]), Topic.objects.get()

    staff.post(url("topic", "change", topic.pk), {"name": "Confidence", "slug": "trust"})

    resource.refresh_from_db()
    assert resource.found_by.endswith("confidence")


@pytest.mark.parametrize("way", ["page", "list"])
def test_deleted_topic_is_no_longer_found(staff, way):
    resource, topic = create_resource(topics=["Trust"]), Topic.objects.get()

    if way == "page":
        staff.post(url("topic", "delete", topic.pk), {"post": "yes"})
    else:
        staff.post(url("topic"), {"action": "delete_selected", "_selected_action": [topic.pk], "post": "yes"})

    resource.refresh_from_db()
    assert not Topic.objects.exists()
    assert "trust" not in resource.found_by


def test_audience_is_added(staff):
    staff.post(url("audience", "add"), {"name": "Nurses", "slug": "nurses", "kind": "role"})

    assert str(Audience.objects.get()) == "Nurses"
    assert Entry.objects.get().deed == "add_audience"


@pytest.mark.parametrize(
    ("group", "may"),
    [
        ("events", {"add": 200, "change": 200, "delete": 403, "check": True}),
        ("directory", {"add": 200, "change": 200, "delete": 200, "check": True}),
        ("finance", {"add": 403, "change": 403, "delete": 403, "check": False}),
    ],
)
def test_groups_do_what_they_may(client, group, may):
    ensure_groups()
    user = create_staff(is_superuser=False)
    user.groups.add(Group.objects.get(name=group))
    sign_in_staff(client, user)
    resource = create_resource()

    assert client.get(url("resource", "add")).status_code == may["add"]
    assert client.get(url("resource", "change", resource.pk)).status_code == may["change"]
    assert client.get(url("resource", "delete", resource.pk)).status_code == may["delete"]
    page = client.get(url("linkcheck"))
    assert (page.status_code == 200 and "check_now" in page.content.decode()) == may["check"]
