"""The wordings of the consent form: written in oasis/facts/consent_forms, published as rows that never change.

They hold what 34 CFR § 99.30 and Education Code § 49075 ask for: records, purpose, recipients, signature and date, that
nothing is passed on without a further written consent (34 CFR § 99.33), the right to revoke and to a copy.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lmi_portal.family_language import ENGLISH

from .models import Consent, ConsentForm

FACTS = Path(settings.ROOT) / "oasis" / "facts" / "consent_forms"
EDITION = "2026-11"
FOR_FAMILY, FOR_STUDENT = f"family-{EDITION}", f"student-{EDITION}"
STUDENTS_OWN = [Consent.Relation.ADULT_STUDENT, Consent.Relation.MINOR_STUDENT]


class WordingChanged(Exception):
    """The facts differ from a wording under whose version somebody may have signed: a new wording is a new version."""


def publish_consent_forms(*, now):
    """Publish every wording that is not published yet."""
    for file in sorted(FACTS.glob("*.txt")):
        version, language = file.stem.split(".")
        _published(version, language, now=now)


def form_for(*, relation, language, now):
    """The current ConsentForm for who signs as `relation`, in `language` where it is written in that, else English."""
    version = FOR_STUDENT if relation in STUDENTS_OWN else FOR_FAMILY
    is_written = (FACTS / f"{version}.{language}.txt").exists()
    return _published(version, language if is_written else ENGLISH, now=now)


def parts_of(text):
    """The wording as [(heading, [paragraph, …]), …]."""
    parts = []
    for block in text.strip().split("\n\n"):
        heading, _end, paragraphs = block.partition("\n")
        parts.append((heading.removeprefix("# "), paragraphs.split("\n")))
    return parts


@transaction.atomic
def _published(version, language, *, now):
    text = (FACTS / f"{version}.{language}.txt").read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    form, _created = ConsentForm.objects.get_or_create(
        version=version,
        language=language,
        defaults={"text": text, "digest": digest, "published_on": timezone.localdate(now)},
    )
    if form.digest != digest:
        raise WordingChanged(f"{version}.{language}.txt was published with other words: give it a new version.")
    return form
