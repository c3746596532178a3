"""Records whose time is over are destroyed by rule (oasis/retention.py), some at a time, each time with a certificate.

5 CCR §§ 437, 16027. Nothing under a hold is destroyed. Of a log the oldest part goes, up to the first entry that must
stay; a cut says from which link the chain goes on, and the log itself tells of the cut.
"""

import hashlib
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from districts.models import District
from lmi_portal.written_once import lifted

from .access_log import log_destruction
from .chaining import lock_every_head
from .due_records import ChainIsBroken, due_log_rows, due_notes
from .holding import held_of, lock_holds
from .models import (
    AccessedStudent,
    AccessEntry,
    ChainCut,
    ChainHead,
    DestructionCertificate,
    Note,
    Student,
)
from .records_officials import records_officials, write_to
from .retention import ACCESS_LOG, DISCLOSURES, NOTES
from .verifying import CHAINED, is_told, told_as

ROWS_AT_ONCE = 1_000
# Who works in the portal never waits longer than this for a purge, and never is the one who gives way.
LOCK_TIMEOUT = "500ms"
TRIES = 20
LOGS = {ACCESS_LOG: "accessentry", DISCLOSURES: "disclosure"}


@dataclass
class Purge:
    """What was, or would be, destroyed of a district by one rule; or why it was not."""

    district: District
    rule: object
    counts: dict = field(default_factory=dict)
    certificates: list = field(default_factory=list)
    refusal: str = ""


def destroy_due(*, now):
    """Yields a Purge for each district and rule by which something was destroyed, or should have been."""
    for purge, step in _steps(now):
        try:
            while certificate := _insisting(step):
                purge.certificates.append(certificate)
                for kind, count in certificate.counts.items():
                    purge.counts[kind] = purge.counts.get(kind, 0) + count
        except ChainIsBroken as refusal:
            purge.refusal = str(refusal)
        if purge.counts or purge.refusal:
            yield purge


def count_due(*, now, district=None):
    """As destroy_due, but nothing is destroyed."""
    on = timezone.localdate(now)
    for purge, _step in _steps(now, district):
        held = held_of(purge.district)
        try:
            if purge.rule is NOTES:
                found = due_notes(purge.district, on=on, held=held)
                purge.counts = {kind: count for kind, rows in found.items() if (count := rows.count())}
            else:
                chain = LOGS[purge.rule]
                count = sum(1 for _row in due_log_rows(purge.district, chain=chain, on=on, held=held))
                purge.counts = {"entries": count} if count else {}
        except ChainIsBroken as refusal:
            purge.refusal = str(refusal)
        if purge.counts or purge.refusal:
            yield purge


def _steps(now, district=None):
    """For each district and rule an empty Purge, and what destroys the next rows by it and returns the certificate."""
    districts = District.objects.filter(pk__in=Student.objects.order_by().values("district"))
    districts |= District.objects.filter(pk__in=ChainHead.objects.values("district"))
    for each in [district] if district else districts.order_by("cd_code"):
        yield Purge(each, NOTES), partial(_destroy_notes, each, now=now)
        for rule in LOGS:
            yield Purge(each, rule), partial(_destroy_log_rows, each, rule, now=now)


def _insisting(step):
    """What `step` returns; it is tried again where somebody holds what it has to lock."""
    for _try in range(TRIES - 1):
        try:
            return step()
        except OperationalError:
            if connection.in_atomic_block:
                raise
    return step()


@transaction.atomic
def _destroy_notes(district, *, now):
    held = _lock(district)
    found = due_notes(district, on=timezone.localdate(now), held=held)
    rows = {
        kind: list(
            due.order_by("pk").values_list("pk", "student" if due.model is Note else "referral__student")[:ROWS_AT_ONCE]
        )
        for kind, due in found.items()
    }
    if not any(rows.values()):
        return None
    tables = {kind: due.model._meta.db_table for kind, due in found.items()}
    with lifted(*tables.values()):
        for kind, due in found.items():
            # The bare QuerySet, as that of the model itself refuses both.
            destroyed = QuerySet(due.model).filter(pk__in=[pk for pk, _student in rows[kind]])
            destroyed.delete() if due.model is Note else destroyed.update(note="")
    lines = [f"{tables[kind]} {pk}" for kind, some in rows.items() for pk, _student in some]
    counts = {kind: len(some) for kind, some in rows.items() if some}
    certificate = _certify(district, NOTES, counts, lines, now)
    log_destruction(
        district_id=district.pk,
        what=list(counts),
        students={student for some in rows.values() for _pk, student in some},
        told_as=f"retention notes certificate {certificate.pk}",
        now=now,
    )
    return certificate


@transaction.atomic
def _destroy_log_rows(district, rule, *, now):
    held, chain = _lock(district), LOGS[rule]
    # Before the tables are: nobody is then half-way through an entry.
    lock_every_head()
    rows = list(due_log_rows(district, chain=chain, on=timezone.localdate(now), held=held, most=ROWS_AT_ONCE))
    if not rows:
        return None
    model, numbers = CHAINED[chain], [row.pk for row in rows]
    with lifted("oasis_accessedstudent", model._meta.db_table):
        if model is AccessEntry:
            QuerySet(AccessedStudent).filter(entry__in=numbers).delete()
        QuerySet(model).filter(pk__in=numbers).delete()
    certificate = _certify(district, rule, {"entries": len(rows)}, [row.digest for row in rows], now)
    last = rows[-1]
    ChainCut.objects.create(
        certificate=certificate, district=district, chain=chain, number=last.number, digest=last.digest
    )
    _tell_of_cuts(district, now)
    return certificate


def _tell_of_cuts(district, now):
    """Write the new cut into the log, and again an older one of which the log told in what was destroyed now."""
    for chain in CHAINED:
        newest = ChainCut.objects.filter(district=district, chain=chain).order_by("-number").first()
        if newest and not is_told(newest):
            log_destruction(
                district_id=district.pk,
                what=[chain],
                students=[],
                told_as=told_as(chain=chain, number=newest.number, digest=newest.digest),
                now=now,
            )


def _certify(district, rule, counts, lines, now):
    return DestructionCertificate.objects.create(
        district=district,
        rule=rule.name,
        destroyed_at=now,
        counts=counts,
        digest=hashlib.sha256("\n".join(lines).encode()).hexdigest(),
    )


def _lock(district):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    return lock_holds(district)


def destroy_and_tell(*, now):
    """Destroy what is due, and write to the records officials which certificates say so."""
    for purge in destroy_due(now=now):
        on = timezone.localdate(now)
        write_to(
            records_officials(district_id=purge.district.pk, on=on),
            reason=f"records_destroyed:{purge.district.pk}:{purge.rule.name}:{on}",
            template="records_destroyed",
            context={
                "rule": str(purge.rule.what),
                "counts": [f"{count} {kind}" for kind, count in purge.counts.items()],
                "certificates": [certificate.pk for certificate in purge.certificates],
                "refusal": purge.refusal,
                "url": settings.SITE_URL + reverse("oasis:records"),
            },
            now=now,
        )
