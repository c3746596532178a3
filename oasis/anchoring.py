"""The heads of the logs, told to people outside the database: a letter a week, and one at once where a chain breaks.

A mailed line reads “1964733 accessentry 1234 9f86d0…”: district, log, number and digest of its newest row. Those who
keep the letters can prove that nothing up to there was changed since: `manage.py verify_access_log --anchors FILE`.
"""

import re
from itertools import islice

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from lmi_portal.audit.recording import record

from .models import ChainHead
from .records_officials import log_readers, write_to
from .verifying import breaks, chains

SENTENCES_IN_A_LETTER = 20
ANCHOR = re.compile(r"\b(\d{7}) (accessentry|disclosure) (\d{1,18}) ([0-9a-f]{64})\b")


def anchors_in(text):
    """Every (CD code, chain, number, digest) that a letter tells, however it was wrapped or quoted."""
    plain = " ".join(line.lstrip("> ") for line in text.splitlines())
    return [(code, chain, int(number), digest) for code, chain, number, digest in ANCHOR.findall(plain)]


def anchor_of(head):
    return f"{head.district.cd_code} {head.chain} {head.number} {head.digest}"


def mail_anchors(*, now):
    """Write each district's heads to its records officials and auditors, once a day at most."""
    heads = ChainHead.objects.filter(number__gt=0).select_related("district").order_by("district_id", "chain")
    of_district = {}
    for head in heads:
        of_district.setdefault(head.district_id, []).append(anchor_of(head))
    for district_id, lines in of_district.items():
        on = timezone.localdate(now)
        write_to(
            log_readers(district_id=district_id, on=on),
            reason=f"log_anchors:{district_id}:{on}",
            template="log_anchors",
            context={"lines": lines, "url": settings.SITE_URL + reverse("oasis:records")},
            now=now,
        )


def tell_of_breaks(*, now):
    """Verify every chain and write to those who read the district's log where one is broken; the sentences found."""
    told = []
    for district, chain in chains():
        found = breaks(district=district, chain=chain)
        sentences = [str(each) for each in islice(found, SENTENCES_IN_A_LETTER)]
        more = sum(1 for _each in found)
        _record(district, chain, count=len(sentences) + more, now=now)
        if sentences:
            on = timezone.localdate(now)
            write_to(
                log_readers(district_id=district.pk, on=on),
                reason=f"log_broken:{district.pk}:{chain}:{on}",
                template="log_broken",
                context={"sentences": sentences, "more": more, "url": settings.SITE_URL + reverse("oasis:records")},
                now=now,
            )
            told += sentences
    return told


def _record(district, chain, *, count, now):
    """So that the page of the logs says when they were last verified."""
    head = ChainHead.objects.filter(district=district, chain=chain).first()
    if head:
        record(deed="verify_log", on=head, by=None, now=now, changes={"breaks": [0, count]})
