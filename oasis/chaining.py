"""Rows of which each covers the one before by its digest: whoever changes, removes or slips in one breaks the chain."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from .models import ChainHead

NOT_TOLD = {"id", "digest"}


@transaction.atomic
def append(model, *, district_id, **fields):
    """Write the next row of `district_id`'s chain of `model`; those who append at once take turns."""
    chain = model._meta.model_name
    ChainHead.objects.get_or_create(district_id=district_id, chain=chain)
    head = ChainHead.objects.select_for_update().get(district_id=district_id, chain=chain)
    row = model(district_id=district_id, number=head.number + 1, previous_digest=head.digest, **fields)
    row.digest = digest_of(row)
    row.save()
    head.number, head.digest = row.number, row.digest
    head.save(update_fields=["number", "digest"])
    return row


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


def breaks(model, *, district_id):
    """Yields (number, what is wrong) along one chain, read in order with flat memory; nothing where it holds."""
    previous, number = "0" * 64, 0
    for row in model.objects.filter(district_id=district_id).order_by("number").iterator(chunk_size=2_000):
        number += 1
        if row.number != number:
            yield number, "missing"
            number = row.number
        if row.previous_digest != previous:
            yield number, "does not follow the one before"
        if row.digest != digest_of(row):
            yield number, "changed"
        previous = row.digest
    head = ChainHead.objects.filter(district_id=district_id, chain=model._meta.model_name).first()
    if head and (head.number, head.digest) != (number, previous):
        yield head.number, "missing at the end"
