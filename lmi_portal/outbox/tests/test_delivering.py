import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from lmi_portal.outbox.attachments import renders
from lmi_portal.outbox.delivering import BACK_OFF, deliver_due_emails, deliver_emails
from lmi_portal.outbox.sending_again import CannotSendAgain, send_again

from .factories import post

pytestmark = pytest.mark.django_db


class RefusingBackend(EmailBackend):
    """Has the next `problem` that a mail server may have, if any; after that all goes well."""

    problem = None

    def send_messages(self, messages):
        problem, RefusingBackend.problem = RefusingBackend.problem, None
        if callable(problem):
            problem()
        elif problem:
            raise problem
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    yield RefusingBackend
    RefusingBackend.problem = None


class UnreachableBackend(EmailBackend):
    def open(self):
        raise ConnectionRefusedError(111, "Connection refused")


def deliver(*emails, now=None):
    deliver_emails(message_ids=[email.message_id for email in emails], clock=lambda: now or timezone.now())
    for email in emails:
        email.refresh_from_db()


def recipient_refused(code):
    return smtplib.SMTPRecipientsRefused({"x@example.org": (code, b"mailbox unavailable")})


def test_delivering_renders_sends_and_stamps(settings):
    settings.SITE_URL = "https://portal.example.org"
    email, now = post(to="Ana@example.org"), timezone.now()

    deliver(email, now=now)

    [message] = mail.outbox
    text = (
        "O’Brien & Sons say “it's <yours>”.\n\n"
        "Claim your seat:\nhttps://portal.example.org/seats/abc/\n\n"
        "--\nLabor Management Initiative portal\nhttps://portal.example.org\n"
    )
    assert (message.to, message.subject, message.body) == (["ana@example.org"], "Your seat is waiting", text)
    assert message.extra_headers["Message-ID"] == email.message_id
    assert (email.state, email.sent_at, email.subject, email.text) == ("sent", now, "Your seat is waiting", text)
    assert email.html == message.alternatives[0].content
    assert "O’Brien &amp; Sons say “it&#x27;s &lt;yours&gt;”." in email.html


def test_a_sent_email_is_not_sent_again():
    email = post()

    deliver(email)
    deliver(email)

    assert (len(mail.outbox), email.attempts) == (1, 1)


def test_an_email_speaks_its_readers_language():
    email = post(language="es")

    deliver(email)

    assert '<html lang="es">' in email.html


def test_a_private_email_is_erased_once_sent():
    email = post(is_private=True)

    deliver(email)

    assert "https://portal.example.org/seats/abc/" in mail.outbox[0].body
    assert (email.text, email.html, email.context, email.subject) == ("", "", {}, "Your seat is waiting")


def test_an_attachment_is_made_by_its_renderer():
    @renders("greeting_in_tests")
    def greeting(context):
        return "hello.txt", f"Hello {context['label']}", "text/plain"

    deliver(post(attachment="greeting_in_tests"))

    assert [tuple(attachment) for attachment in mail.outbox[0].attachments] == [
        ("hello.txt", "Hello Claim your seat", "text/plain")
    ]


def test_a_renderer_may_make_several_attachments():
    @renders("pages_in_tests")
    def pages(context):
        return [(f"{number}.txt", "hello", "text/plain") for number in (1, 2)]

    deliver(post(attachment="pages_in_tests"))

    assert [attachment.filename for attachment in mail.outbox[0].attachments] == ["1.txt", "2.txt"]


def test_an_email_that_cannot_be_rendered_fails_and_the_others_go_on():
    broken, lost, fine = post(template="email/nowhere"), post(attachment="nobody's"), post()

    deliver(broken, lost, fine)

    assert (broken.state, broken.error) == (
        "failed",
        "It cannot be rendered: TemplateDoesNotExist: email/nowhere_subject.txt",
    )
    assert (lost.state, lost.error) == (
        "failed",
        "It cannot be rendered: UnknownAttachment: Nothing renders an attachment named “nobody's”.",
    )
    assert fine.state == "sent"


@pytest.mark.parametrize("is_private", [True, False])
def test_an_error_tells_nothing_of_what_is_private(caplog, is_private):
    @renders("leak_in_tests")
    def leak(context):
        raise ValueError(context["url"])

    email = post(attachment="leak_in_tests", is_private=is_private)

    deliver(email)

    assert email.error == "It cannot be rendered: ValueError" + ("" if is_private else f": {email.context['url']}")
    assert ("/seats/abc/" in caplog.text) is not is_private


def test_a_private_email_that_failed_is_erased_after_30_days(server):
    secret, news, now = post(is_private=True), post(), timezone.now()
    for email in (secret, news):
        server.problem = recipient_refused(550)
        deliver(email, now=now)
    kept = secret.context

    contexts = []
    for days in (29, 31):
        deliver_due_emails(clock=lambda days=days: now + timedelta(days=days))
        secret.refresh_from_db(), news.refresh_from_db()
        contexts.append((secret.context, bool(news.context)))

    assert contexts == [(kept, True), ({}, True)]
    with pytest.raises(CannotSendAgain, match="erased after 30 days"):
        send_again(email=secret, sent_by=None, now=now)


def test_a_line_break_in_a_subject_adds_no_header():
    email = post(context={"subject": "News\r\nBcc: all@example.org", "paragraphs": []})

    deliver(email)

    assert (email.state, mail.outbox[0].subject) == ("sent", "News Bcc: all@example.org")


def test_what_a_template_leaves_out_leaves_no_gap():
    email = post(context={"subject": "News", "paragraphs": ["One.", "", "", "Two."]})

    deliver(email)

    assert email.text.startswith("One.\n\nTwo.\n\n--\n")


def test_an_impossible_address_fails_at_once():
    email = post(to="nobody\n@example.org")

    deliver(email)

    assert (email.state, email.attempts, mail.outbox) == ("failed", 1, [])


def test_refusals_are_tried_again_ever_later_then_fail(server):
    email, now = post(), timezone.now()
    message_ids = set()

    waits = []
    for _ in range(len(BACK_OFF) + 1):
        server.problem = recipient_refused(451)
        deliver(email, now=now)
        message_ids.add(email.message_id)
        waits.append((email.state, email.next_try_at - now))
        now = email.next_try_at

    assert waits == [
        ("waiting", timedelta(minutes=1)),
        ("waiting", timedelta(minutes=5)),
        ("waiting", timedelta(minutes=30)),
        ("waiting", timedelta(hours=2)),
        ("waiting", timedelta(hours=6)),
        ("failed", timedelta(0)),
    ]
    assert (email.attempts, email.error) == (6, "{'x@example.org': (451, b'mailbox unavailable')}")
    assert message_ids == {email.message_id}


def test_an_email_is_not_tried_before_its_time(server):
    email, now = post(), timezone.now()
    server.problem = recipient_refused(451)
    deliver(email, now=now)

    deliver(email, now=now + timedelta(seconds=59))

    assert (email.state, email.attempts) == ("waiting", 1)


def test_a_retry_keeps_the_message_id_and_clears_the_error(server):
    email, now = post(), timezone.now()
    server.problem = recipient_refused(451)
    deliver(email, now=now)

    deliver(email, now=now + timedelta(minutes=1))

    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [email.message_id]
    assert (email.state, email.error, email.is_uncertain) == ("sent", "", False)


@pytest.mark.parametrize(
    "problem",
    [recipient_refused(550), smtplib.SMTPDataError(554, b"no")],
    ids=["unknown recipient", "message refused"],
)
def test_a_lasting_refusal_fails_at_once(server, problem):
    email = post()
    server.problem = problem

    deliver(email)

    assert (email.state, email.attempts) == ("failed", 1)


@pytest.mark.parametrize(
    ("problem", "is_uncertain"),
    [
        (smtplib.SMTPServerDisconnected("gone"), True),
        (TimeoutError("timed out"), True),
        (smtplib.SMTPSenderRefused(421, b"too many", "portal@example.org"), False),
    ],
    ids=["cut off", "no answer", "refused"],
)
def test_a_connection_lost_while_sending_leaves_doubt(server, problem, is_uncertain):
    email, now = post(), timezone.now()
    server.problem = problem

    deliver(email, now=now)
    deliver(email, now=now + timedelta(minutes=1))

    assert (email.state, email.is_uncertain) == ("sent", is_uncertain)


def test_an_unreachable_server_costs_one_try_and_leaves_the_rest_in_line(settings):
    settings.EMAIL_BACKEND = f"{__name__}.UnreachableBackend"
    first, second = post(), post()

    is_more_due = deliver_due_emails(clock=timezone.now)

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, first.attempts, first.error) == ("waiting", 1, "[Errno 111] Connection refused")
    assert (second.state, second.attempts) == ("waiting", 0)
    assert is_more_due is False


def test_a_worker_that_was_too_slow_does_not_overrule_its_successor(server):
    email, now = post(), timezone.now()

    def while_another_takes_over():
        deliver_due_emails(clock=lambda: now + timedelta(minutes=6))
        raise TimeoutError("timed out")

    server.problem = while_another_takes_over
    deliver(email, now=now)

    assert (email.state, email.attempts, email.is_uncertain) == ("sent", 2, True)
