import smtplib

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from lmi_portal.audit.models import Entry
from lmi_portal.outbox.delivering import deliver_emails

from .factories import post

pytestmark = pytest.mark.django_db

LIST = "/admin/outbox/email/"


class RefusingBackend(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"x@example.org": (550, b"no such mailbox")})


def deliver(email):
    deliver_emails(message_ids=[email.message_id], clock=timezone.now)
    email.refresh_from_db()
    return email


@pytest.fixture
def failed(settings):
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.RefusingBackend"
    email = deliver(post())
    settings.EMAIL_BACKEND = backend
    return email


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_outbox_is_listed_with_a_constant_number_of_queries(client, staff, django_assert_num_queries, item_count):
    for _ in range(item_count):
        post()

    with django_assert_num_queries(4):
        response = client.get(LIST)

    assert response.context["cl"].result_count == item_count


def test_the_outbox_is_searched_and_filtered(client, staff, failed):
    post(to="ana@example.org")

    found = [list(client.get(LIST, query).context["cl"].queryset) for query in ({"q": failed.to}, {"state": "failed"})]

    assert found == [[failed], [failed]]


def test_staff_read_what_was_sent(client, staff):
    email = deliver(post(context={"subject": "Promoted", "paragraphs": ["Your team has its seats."]}))

    page = client.get(f"{LIST}{email.pk}/change/").content.decode()

    assert "Your team has its seats." in page


@pytest.mark.parametrize("is_sent", [False, True], ids=["waiting", "sent"])
def test_staff_never_read_what_is_private(client, staff, is_sent):
    email = post(is_private=True)
    if is_sent:
        deliver(email)

    page = client.get(f"{LIST}{email.pk}/change/").content.decode()

    assert "Private: it holds a link or code" in page
    assert "/seats/abc/" not in page


def test_address_of_the_list_tells_nothing_of_what_is_private(client, staff):
    email = post(is_private=True)

    response = client.get(LIST, {"context__url__startswith": email.context["url"][:20]})

    assert response.status_code == 400


def test_staff_send_a_failed_email_again(client, staff, failed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        response = client.post(LIST, {"action": "send_again", "_selected_action": failed.pk}, follow=True)

    assert [str(message) for message in response.context["messages"]] == ["1 e-mail is sent again."]
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, len(callbacks)) == ("waiting", 0, 1)
    entry = Entry.objects.get()
    assert (entry.deed, entry.done_by, entry.changes) == (
        "send_email_again",
        staff,
        {"state": ["failed", "waiting"]},
    )
    first_id = failed.message_id
    deliver(failed)
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [first_id]


def test_what_was_sent_is_not_sent_again(client, staff):
    email = deliver(post())

    response = client.post(LIST, {"action": "send_again", "_selected_action": email.pk}, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        f"{email}: Only an e-mail that failed can be sent again."
    ]
    assert (len(mail.outbox), Entry.objects.count()) == (1, 0)


def test_nobody_writes_or_deletes_an_email_by_hand(client, staff, failed):
    statuses = [
        client.get(f"{LIST}add/").status_code,
        client.post(f"{LIST}{failed.pk}/change/", {"to": "other@example.org"}).status_code,
        client.post(f"{LIST}{failed.pk}/delete/", {"post": "yes"}).status_code,
    ]

    assert statuses == [403, 403, 403]


def test_who_may_only_look_cannot_send_again(client, staff, failed):
    looker = get_user_model().objects.create_user("looker@example.org", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_email"))
    client.force_login(looker)

    client.post(LIST, {"action": "send_again", "_selected_action": failed.pk})

    failed.refresh_from_db()
    assert (client.get(LIST).status_code, failed.state) == (200, "failed")
