import logging
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.text import slugify

log = logging.getLogger("lmi_portal.mail")

_number = count(1)


class FolderAndLogBackend(BaseEmailBackend):
    """Writes each message to a file that mail programs open, and its text, links and all, to the log.

    For trying things out, never for use: codes and links of one person are printed too.
    """

    def send_messages(self, messages):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            (folder / file_name(message)).write_bytes(message.message().as_bytes())
            log.info("to %s · %s\n%s", ", ".join(message.recipients()), message.subject, message.body)
        return len(messages)


def file_name(message):
    """In the order of sending, telling what and for whom: 20260105-173000-000123-your-team-is-confirmed-….eml"""
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    words = slugify(f"{message.subject} to {'-'.join(message.recipients())}")[:100]
    return f"{moment}-{next(_number)}-{words}.eml"
