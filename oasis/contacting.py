"""Trying to reach the family: every attempt is written down, and the first that succeeds is the first contact."""

from django.db import transaction
from django.utils.translation import gettext as _

from .due_dates import redraw_due_date
from .models import ContactAttempt, Referral
from .refusing import CannotMove


@transaction.atomic
def log_attempt(*, referral, way, was_reached, by, now, note=""):
    """Write down that `by` tried to reach the family; returns the ContactAttempt.

    Raises CannotMove for a referral that is over.
    """
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    if row.is_over():
        raise CannotMove(_("This referral is over: “%(state)s”.") % {"state": row.get_state_display()})
    attempt = ContactAttempt.objects.create(
        referral=row, way=way, was_reached=was_reached, note=note, tried_at=now, tried_by=by
    )
    if was_reached and row.first_contact_at is None:
        row.first_contact_at = now
        row.save(update_fields=["first_contact_at"])
    redraw_due_date(row)
    return attempt
