"""What somebody typed while they were signed out: sealed for whom and what it is bound to, and opened for an hour."""

import json
import time

from django.http import QueryDict

from .encryption import seal, unseal

CHARACTERS_AT_MOST = 200_000
SECONDS_AT_MOST = 60 * 60


def sealed_typing(posted, *, without, bound_to):
    """The QueryDict `posted`, but for the fields `without`, as a text for the session; None where it is too much."""
    typed = posted.copy()
    for name in without:
        typed.pop(name, None)
    text = json.dumps([time.time(), typed.urlencode()])
    return seal(text.encode(), bound_to=bound_to) if len(text) <= CHARACTERS_AT_MOST else None


def opened_typing(sealed, *, bound_to):
    """The QueryDict that was sealed, or None after an hour; raises CannotDecrypt where that is bound otherwise."""
    typed_at, encoded = json.loads(unseal(sealed, bound_to=bound_to))
    return QueryDict(encoded) if time.time() - typed_at <= SECONDS_AT_MOST else None
