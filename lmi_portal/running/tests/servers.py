import os
import time
from collections import Counter
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller

from lmi_portal.running.ports import free_port
from lmi_portal.running.scratch_servers import ScratchRedis

SECONDS_FOR_MAIL = 60


@pytest.fixture(scope="session")
def redis_url():
    """A real Redis for this process: the one in REDIS_URL, else one of its own."""
    if os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
    else:
        with ScratchRedis() as server:
            yield server.url


@pytest.fixture
def redis_server():
    """A real Redis that the test may `.stop()` and `.start()`, at `.url`."""
    with ScratchRedis() as server:
        yield server


class Mailbox:
    """What a real SMTP server was given, as EmailMessages in the order of arrival."""

    def __init__(self):
        self.messages = []
        self.url = None

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def sent_to(self, address):
        return [message for message in self.messages if address in message["To"]]

    def recipients(self):
        return Counter(message["To"] for message in self.messages)

    def wait_for(self, address, *, words=""):
        """The first e-mail to `address` whose subject has `words`, once a worker has sent it."""
        for _ in range(SECONDS_FOR_MAIL * 20):
            for message in self.sent_to(address):
                if words in message["Subject"]:
                    return message
            time.sleep(0.05)
        raise AssertionError([(message["To"], message["Subject"]) for message in self.messages])


@pytest.fixture
def smtp():
    """A real SMTP server: `.url` for EMAIL_URL, `.messages` for what arrived."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    mailbox.url = f"smtp://{controller.hostname}:{controller.port}"
    yield mailbox
    controller.stop()


@pytest.fixture
def mail_server(smtp, settings):
    """The real SMTP server, for what this process sends too."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = urlsplit(smtp.url).hostname, urlsplit(smtp.url).port
    return smtp
