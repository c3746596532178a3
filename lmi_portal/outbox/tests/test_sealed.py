"""E-mails whose address is private: to families of students."""

import pytest
from django.core import mail
from django.utils import timezone

from lmi_portal.outbox import posting
from lmi_portal.outbox.models import Email

from .factories import letter, post
from .test_delivering import RefusingBackend, deliver, recipient_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def refusing(settings):
    """The mail server refuses the first recipient for now, and says whom."""
    settings.EMAIL_BACKEND = f"{RefusingBackend.__module__}.RefusingBackend"
    RefusingBackend.problem = recipient_refused(450)


def test_a_sealed_email_is_addressed_and_told_in_cipher():
    email = post(to="Rosa@example.org", is_sealed=True, reason="appointment:1")

    kept = Email.objects.filter(pk=email.pk).values_list("to", "context", "is_private").get()
    assert (kept[0].endswith("@sealed.invalid"), kept[1:]) == (True, ({"is_sealed": True}, True))
    assert (email.address(), email.facts()["label"]) == ("rosa@example.org", "Claim your seat")


def test_a_sealed_email_too_is_posted_once():
    posting.post_emails([letter(to="rosa@example.org", is_sealed=True, reason="appointment:1")] * 2, now=timezone.now())
    posting.post_email(now=timezone.now(), **letter(to="Rosa@example.org", is_sealed=True, reason="appointment:1"))

    assert Email.objects.count() == 1


def test_a_sealed_email_arrives_and_leaves_no_address_behind():
    email = post(to="rosa@example.org", is_sealed=True)

    deliver(email)

    assert [message.to for message in mail.outbox] == [["rosa@example.org"]]
    assert (email.state, email.sealed, email.context, email.text) == ("sent", "", {}, "")


def test_a_refused_address_of_a_sealed_email_is_in_no_column_and_no_log(refusing, caplog):
    email = post(to="rosa@example.org", is_sealed=True)

    deliver(email)

    assert (email.state, email.error) == ("waiting", "SMTPRecipientsRefused")
    assert "rosa" not in caplog.text + email.error and "x@example.org" not in caplog.text


def test_control_the_server_s_words_are_kept_of_an_email_that_is_not_sealed(refusing):
    email = post()

    deliver(email)

    assert "x@example.org" in email.error
