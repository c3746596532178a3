"""Keeping the promise: each e-mail is taken by one worker alone, sent, and stamped."""

import logging
import smtplib
from datetime import timedelta

from django.core import mail
from django.db.models import F

from .models import Email
from .rendering import render

log = logging.getLogger(__name__)

BATCH = 50
BACK_OFF = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6)]
MOST_ATTEMPTS = len(BACK_OFF) + 1


class ServerUnreachable(Exception):
    """No mail can leave at the moment, whichever it is."""


def deliver_emails(*, message_ids, clock):
    """Send those of the e-mails that are due and that nobody else is sending.

    `clock` is asked anew for each: five minutes after the hour told by it another worker may take the e-mail over.
    """
    connection = mail.get_connection()
    try:
        for message_id in message_ids:
            if email := take(message_id=message_id, now=clock()):
                _deliver(email, connection=connection, clock=clock)
    except ServerUnreachable as problem:
        log.warning("The mail server cannot be reached, so the rest waits for the next sweep: %s", problem)
        return False
    finally:
        connection.close()
    return True


def deliver_due_emails(*, clock):
    """Send one batch of what is due, and say whether more is; before that, give back what a stopped worker held.

    Links and codes of private e-mails that failed are erased after 30 days.
    """
    give_back_abandoned(now=clock())
    Email.objects.stale_secrets(now=clock()).update(context={}, sealed="")
    due = Email.objects.due(now=clock()).order_by("next_try_at", "pk").values_list("message_id", flat=True)
    batch = list(due[:BATCH])
    return deliver_emails(message_ids=batch, clock=clock) and len(batch) == BATCH


def take(*, message_id, now):
    """The e-mail, ours alone to send, or None where it is not due or is another worker's."""
    due = Email.objects.due(now=now).filter(message_id=message_id)
    # One conditional UPDATE: of any number of workers, one changes the row.
    if due.update(state=Email.State.SENDING, taken_at=now, attempts=F("attempts") + 1):
        return Email.objects.get(message_id=message_id)
    return None


def give_back_abandoned(*, now):
    """What a worker took five minutes ago and never settled goes back into the line, flagged as uncertain."""
    abandoned = Email.objects.abandoned(now=now)
    abandoned.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=Email.State.FAILED, is_uncertain=True, error="Its worker stopped each time it was sent."
    )
    abandoned.update(state=Email.State.WAITING, is_uncertain=True, next_try_at=now)


def _deliver(email, *, connection, clock):
    try:
        message = render(email)
    except Exception as problem:  # Whatever an app's template or renderer raises, the other e-mails go on.
        # What is wrong may be told with the link or code that stands in it.
        reason = type(problem).__name__ if email.is_private else f"{type(problem).__name__}: {problem}"
        log.error("%s cannot be rendered: %s", email, reason, exc_info=not email.is_private)
        _settle(email, state=Email.State.FAILED, error=f"It cannot be rendered: {reason}")
        return
    try:
        connection.open()
    except OSError as problem:
        _put_off(email, problem, now=clock())
        raise ServerUnreachable(str(problem)) from problem
    try:
        connection.send_messages([message])
    except (OSError, ValueError) as problem:
        _refused(email, problem, now=clock())
        connection.close()
    else:
        _sent(email, message, now=clock())


def _sent(email, message, *, now):
    html = message.alternatives[0].content
    rendered = {"context": {}, "sealed": ""} if email.is_private else {"text": message.body, "html": html}
    _settle(email, state=Email.State.SENT, sent_at=now, subject=message.subject[:250], error="", **rendered)


def _refused(email, problem, *, now):
    if _is_permanent(problem):
        _settle(email, state=Email.State.FAILED, error=_told(email, problem))
    else:
        _put_off(email, problem, now=now, is_uncertain=email.is_uncertain or _may_have_arrived(problem))


def _put_off(email, problem, *, now, **fields):
    log.warning("%s could not be sent: %s", email, _told(email, problem))
    if email.attempts >= MOST_ATTEMPTS:
        _settle(email, state=Email.State.FAILED, error=_told(email, problem), **fields)
    else:
        next_try_at = now + BACK_OFF[email.attempts - 1]
        _settle(email, state=Email.State.WAITING, error=_told(email, problem), next_try_at=next_try_at, **fields)


def _told(email, problem):
    # A mail server repeats the address that it refuses.
    return type(problem).__name__ if email.sealed else str(problem)


def _is_permanent(problem):
    """Trying again would change nothing: the recipient or the message itself is refused (RFC 5321, 4.2.1)."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in problem.recipients.values())
    if isinstance(problem, smtplib.SMTPDataError):
        return problem.smtp_code >= 500
    return isinstance(problem, ValueError)


def _may_have_arrived(problem):
    return not isinstance(problem, smtplib.SMTPException) or isinstance(problem, smtplib.SMTPServerDisconnected)


def _settle(email, **fields):
    # A worker that took the row over in the meantime has stamped it anew, and says itself how it went.
    Email.objects.filter(pk=email.pk, taken_at=email.taken_at).exclude(state=Email.State.SENT).update(**fields)
