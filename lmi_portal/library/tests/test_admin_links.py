import pytest
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.library import tasks
from lmi_portal.library.models import LinkCheck

from .factories import create_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    sign_in_staff(client, create_staff())
    return client


def url(model, page="changelist", *args):
    return reverse(f"admin:library_{model}_{page}", args=args)


def checked(number, **fields):
    resource = create_resource(title=f"Resource {number}", link=f"https://example.org/{number}")
    return LinkCheck.objects.create(resource=resource, link=resource.link, **fields)


def test_links_that_have_failed_for_longest_come_first(staff):
    now = timezone.now()
    checked(1, outcome="alive", checked_at=now)
    checked(2, outcome="unreachable", first_failed_at=now, checked_at=now)
    checked(3, outcome="dead", first_failed_at=now - timezone.timedelta(days=3), checked_at=now)

    rows = staff.get(url("linkcheck")).context["cl"].result_list

    assert [check.link[-1] for check in rows] == ["3", "2", "1"]


def test_links_are_looked_at_and_never_edited(staff):
    check = checked(1)

    assert staff.get(url("linkcheck", "add")).status_code == 403
    assert staff.post(url("linkcheck", "delete", check.pk), {"post": "yes"}).status_code == 403
    assert LinkCheck.objects.exists()


def check_now(client, check):
    return client.post(url("linkcheck"), {"action": "check_now", "_selected_action": [check.pk]}, follow=True)


def test_check_now_hands_the_link_to_a_worker(staff, settings, monkeypatch, django_capture_on_commit_callbacks):
    settings.CHECK_LINKS = True
    check, handed = checked(1, begun_at=timezone.now()), []
    monkeypatch.setattr(tasks.check_link, "delay", lambda **words: handed.append(words))

    with django_capture_on_commit_callbacks(execute=True):
        page = check_now(staff, check).content.decode()

    check.refresh_from_db()
    assert "1 link will be visited." in page
    assert check.begun_at is None
    assert handed == [{"check_id": check.pk}]


def test_check_now_outlives_a_broker_that_is_down(
    staff, settings, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    settings.CHECK_LINKS = True

    def down(**words):
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.check_link, "delay", down)

    with django_capture_on_commit_callbacks(execute=True):
        page = check_now(staff, checked(1)).content.decode()

    assert "1 link will be visited." in page
    assert "links wait for the night" in caplog.text


def test_check_now_says_where_links_are_not_visited(staff):
    page = check_now(staff, checked(1)).content.decode()

    assert "Links are not visited here: CHECK_LINKS is off." in page
