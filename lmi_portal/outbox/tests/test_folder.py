import logging
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from lmi_portal.outbox.delivering import deliver_emails

from .factories import post

pytestmark = pytest.mark.django_db


def test_each_mail_becomes_a_file_and_is_told_in_the_log(settings, tmp_path, caplog):
    settings.EMAIL_BACKEND = "lmi_portal.outbox.folder.FolderAndLogBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    emails = [post(to=to, is_private=True) for to in ("ana@example.org", "ben@example.org")]

    with caplog.at_level(logging.INFO, logger="lmi_portal.mail"):
        deliver_emails(message_ids=[email.message_id for email in emails], clock=timezone.now)

    files = sorted((tmp_path / "mail").iterdir())
    messages = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert [message["To"] for message in messages] == ["ana@example.org", "ben@example.org"]
    assert [file.name.split("-", 4)[-1] for file in files] == [
        "your-seat-is-waiting-to-anaexampleorg.eml",
        "your-seat-is-waiting-to-benexampleorg.eml",
    ]
    assert [record.getMessage().splitlines()[0] for record in caplog.records] == [
        "to ana@example.org · Your seat is waiting",
        "to ben@example.org · Your seat is waiting",
    ]
    for told in [*(message.get_body(["plain"]).get_content() for message in messages), *caplog.messages]:
        assert "https://portal.example.org/seats/abc/" in told.splitlines()
