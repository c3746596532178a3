"""Rows of which each covers the one before by its digest: whoever changes, removes or slips in one breaks the chain.

Whether a chain holds is found out by oasis/verifying.py.
"""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from .models import ChainHead

BEFORE_THE_FIRST = "0" * 64
CHAINS = ("accessentry", "disclosure")
NOT_TOLD = {"id", "digest"}


@transaction.atomic(savepoint=False)
def append(model, *, district_id, **fields):
    """Write the next row of `district_id`'s chain of `model`; those who append at once take turns."""
    head = lock_heads(district_id)[model._meta.model_name]
    row = model(district_id=district_id, number=head.number + 1, previous_digest=head.digest, **fields)
    row.digest = digest_of(row)
    row.save()
    head.number, head.digest = row.number, row.digest
    head.save(update_fields=["number", "digest"])
    return row


def lock_heads(district_id):
    """The heads of all chains of a district by their names, locked.

    All, and in one order: who writes a disclosure and then an access, and who does it the other way round, would else
    wait for each other for ever.
    """
    heads = _locked(district_id)
    if len(heads) < len(CHAINS):
        ChainHead.objects.bulk_create(
            [ChainHead(district_id=district_id, chain=chain) for chain in CHAINS], ignore_conflicts=True
        )
        heads = _locked(district_id)
    return heads


def lock_every_head():
    """For who locks the tables themselves: nobody is then half-way through a row of theirs."""
    return list(ChainHead.objects.select_for_update().order_by("district_id", "chain"))


def _locked(district_id):
    heads = ChainHead.objects.select_for_update().filter(district_id=district_id).order_by("chain")
    return {head.chain: head for head in heads}


def digest_of(row):
    """SHA-256 of all that `row` says, its number and the digest before it, as 64 hex digits."""
    told = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in NOT_TOLD
    }
    # A moment as its instant, so that it reads the same in every session's time zone.
    told = {name: value.timestamp() if hasattr(value, "timestamp") else value for name, value in told.items()}
    return hashlib.sha256(json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()
