"""What people find in their mailbox, as the worker would send it."""

import re
from urllib.parse import urlsplit

from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render


def newest_letter(to):
    return render(Email.objects.filter(to=to).latest("pk"))


def link_in(letter):
    """Path and query of the letter's first link: a test client opens those."""
    url = urlsplit(re.search(r"https?://\S+", letter.body)[0])
    return url._replace(scheme="", netloc="").geturl()


def code_in(letter):
    """The sign-in code, which stands alone on an indented line."""
    return re.search(r"^ {4}(\S+)$", letter.body, re.MULTILINE)[1]
