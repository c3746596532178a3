import pytest
from django.db import transaction
from django.utils import timezone

from lmi_portal.outbox import posting, waking
from lmi_portal.outbox.models import Email

from .factories import letter, post

pytestmark = pytest.mark.django_db


def test_posting_is_one_insert(django_assert_num_queries):
    letters = [letter() for _ in range(20)]

    with django_assert_num_queries(1):
        posting.post_emails(letters, now=timezone.now())

    assert Email.objects.count() == 20


def test_posting_nothing_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        posting.post_emails([], now=timezone.now())


def test_nobody_gets_the_same_news_twice():
    now = timezone.now()
    posting.post_emails([letter(to="Ana@Example.org", reason="promoted:A1")], now=now)

    posting.post_emails(
        [letter(to=to, reason="promoted:A1") for to in (" ana@example.org", "ben@example.org", "ben@example.org")],
        now=now,
    )
    posting.post_email(now=now, **letter(to="ana@example.org", reason="promoted:A2"))

    posted = Email.objects.order_by("pk").values_list("to", "reason")
    assert list(posted) == [
        ("ana@example.org", "promoted:A1"),
        ("ben@example.org", "promoted:A1"),
        ("ana@example.org", "promoted:A2"),
    ]


def test_message_id_names_the_portal(settings):
    settings.SITE_URL = "https://portal.example.org:8443"

    assert post().message_id.endswith("@portal.example.org>")


class CannotRegister(Exception):
    """A refusal that ends a deed half-way."""


@pytest.fixture
def queued(monkeypatch):
    """The Message-IDs handed to the broker."""
    queued = []
    monkeypatch.setattr(waking, "wake", queued.extend)
    return queued


def test_what_a_deed_posts_is_queued_once_all_is_true(queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        email = post()
        assert queued == []

    assert queued == [email.message_id]


def test_a_deed_undone_posts_nothing(queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(CannotRegister), transaction.atomic():
        post()
        raise CannotRegister

    assert (Email.objects.count(), queued) == (0, [])
