from .models import Entry

PORTAL = "the portal"


def record(*, deed, on, by, now, changes=None, by_label=""):
    """Write one audit entry in the caller's transaction.

    `by` is the user who acted, or None where a signed link or the portal itself did: `by_label` then says who.
    `changes` maps a field's name to a pair [from, to] of JSON values. Private data (needs, notes) has no place in it.
    """
    return Entry.objects.create(
        done_at=now,
        done_by=by,
        done_by_label=(by_label or (by.email if by else PORTAL))[:254],
        deed=deed,
        subject_type=on._meta.label_lower,
        subject_key=str(on.pk),
        subject_label=str(on)[:300],
        changes=changes or {},
    )
