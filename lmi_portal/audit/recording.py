from .models import Entry

PORTAL = "the portal"


def record(*, deed, on, by, now, changes=None, by_label=""):
    """Write one audit entry in the caller's transaction.

    `by` is the user who acted, or None where a signed link or the portal itself did: `by_label` then says who.
    `changes` maps a field's name to a pair [from, to] of JSON values. Private data (needs, notes) has no place in it.
    """
    written = entry(deed=deed, on=on, by=by, now=now, changes=changes, by_label=by_label)
    written.save()
    return written


def record_all(entries):
    """Write many at once, each made by `entry`."""
    Entry.objects.bulk_create(entries)


def entry(*, deed, on, by, now, changes=None, by_label=""):
    """An audit entry that is not written yet, of the same facts as `record` writes."""
    return Entry(
        done_at=now,
        done_by=by,
        done_by_label=(by_label or (by.email if by else PORTAL))[:254],
        deed=deed,
        subject_type=on._meta.label_lower,
        subject_key=str(on.pk),
        subject_label=str(on)[:300],
        changes=changes or {},
    )
