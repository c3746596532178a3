"""Rows in chunks, each with a query of its own, so that memory stays flat and no transaction stays open."""

CHUNK = 200


def in_chunks(rows):
    """Yield lists of at most 200 rows in the order of their keys; rows may change or vanish meanwhile."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk
