"""Promising an e-mail: a row in the deed's own transaction, delivered once that is committed."""

import json
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings

from lmi_portal.encryption import blind_index

from .models import Email
from .waking import wake_after_commit


def post_emails(letters, *, now):
    """Promise e-mails in the caller's transaction, with one insert; nobody gets the same news twice.

    Each letter is a dict: `to`; `reason` (≤ 150 characters, unique with `to`: one already posted is left alone);
    `template` ("convenings/email/promoted" stands for …/promoted_subject.txt, .txt and .html); `context` (plain JSON
    values, frozen here; no secret in what the subject prints); and, where wanted, `attachment` (a renderer's name),
    `language`, `is_private` (hidden from staff, erased once sent), `is_sealed` (private, and the address is kept
    encrypted: for families of students).
    """
    # In one order for all, so that two who post to the same people wait for each other and not in a circle.
    letters = sorted(letters, key=lambda letter: (letter["reason"], letter["to"]))
    emails = [_email(now=now, **letter) for letter in letters]
    if emails:
        Email.objects.bulk_create(emails, ignore_conflicts=True)
        wake_after_commit([email.message_id for email in emails])


def post_email(*, now, **letter):
    post_emails([letter], now=now)


def _email(*, now, to, is_sealed=False, **fields):
    domain, to = urlsplit(settings.SITE_URL).hostname, to.strip().lower()
    if is_sealed:
        sealed = json.dumps({"to": to, "context": fields.pop("context", {})})
        to = f"{blind_index(to, purpose='outbox.to')}@sealed.invalid"
        fields |= {"sealed": sealed, "context": {"is_sealed": True}, "is_private": True}
    return Email(to=to, message_id=make_msgid(domain=domain), posted_at=now, next_try_at=now, **fields)
