"""The rights to answer a survey once, as links and as codes on paper; the database keeps their keyed hashes alone.

A link has 192 random bits and a code 60. Rows are written in the order of their hashes, which is nobody's order.
"""

import secrets

from lmi_portal.encryption import blind_index, blind_indexes
from wellbeing.models import SurveyToken

PURPOSE = "wellbeing.survey_token"
# Crockford's base 32: no letter is taken for a digit, and none spells a word by a U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH, GROUP = 12, 4
READ_AS = str.maketrans("OILU", "011V")
# At most so many rows in one INSERT.
BATCH = 1000


def draw_link():
    """A token such as log lines are masked for: 32 letters and digits, one of them a capital."""
    while (token := secrets.token_urlsafe(24)) == token.lower():
        pass
    return token


def draw_code():
    """A code to be typed by hand: “7K3M-Q2XA-9FTD”."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, CODE_LENGTH, GROUP))


def as_typed(code):
    """The code that somebody meant who typed it in small letters, with an O for a zero or without the dashes."""
    letters = "".join(each for each in code.upper() if each.isalnum()).translate(READ_AS)
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def digests_of(secret):
    """What the row of `secret` may be named, whichever key was the newest when it was drawn."""
    return blind_indexes(secret, purpose=PURPOSE)


def keep_tokens(*, survey, drawn):
    """Write the hashes of the `drawn` secrets within the caller's transaction."""
    digests = sorted(blind_index(secret, purpose=PURPOSE) for secret in drawn)
    SurveyToken.objects.bulk_create([SurveyToken(digest=each, survey=survey) for each in digests], batch_size=BATCH)


def token_of(secret):
    """The SurveyToken of a link's or a paper's secret with its survey, or None: unknown, spent or destroyed."""
    tokens = SurveyToken.objects.select_related("survey__program__district")
    return tokens.filter(digest__in=digests_of(secret)).first()
