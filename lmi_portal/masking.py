"""Log lines without the secret links that addresses hold: whoever reads a log could open what they open."""

import logging
import re

SECRETS = re.compile(
    # As django.core.signing writes one, with or without a moment; mail programs write its colons anew.
    r"[\w.-]+(?:(?::|%3[Aa])\w{6,7})?(?::|%3[Aa])[\w-]{43}"
    # As secrets.token_urlsafe(24) draws one, between two slashes; a word of an address has no capital.
    r"|(?<=/)(?=[\w-]*[A-Z])[\w-]{32}(?=/)",
    re.ASCII,
)
MASK = "…"
# Where outbox/folder.py prints e-mails for `make run`, links to follow and all; what is used sends them instead.
PRINTED_MAILS = "lmi_portal.mail"


class MaskingFormatter(logging.Formatter):
    def format(self, record):
        line = super().format(record)
        return line if record.name == PRINTED_MAILS else SECRETS.sub(MASK, line)
