"""Both co-chairs approve one text: what one of them alone approved stays where it is."""

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from districts.models import Side
from lmi_portal.audit.recording import record

from .models import Approval, CommitteeSeat
from .refusing import CannotDo

BOTH = {Side.LABOR, Side.MANAGEMENT}


def mark_of(*parts):
    """The fingerprint of a text in its parts, plain JSON values: another text has another."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def approve(*, subject, on, program, mark, read, by, now):
    """Add the word of the co-chair `by` on the row `on`; returns whether both sides have approved it now.

    `mark` is the fingerprint of the text as it stands, `read` of that on the co-chair's screen. The caller holds the
    lock of `on`. Raises CannotDo.
    """
    seat = CommitteeSeat.objects.co_chairs().of(by).filter(program=program).first()
    if seat is None:
        raise CannotDo(_("Only a co-chair approves for their side."))
    if read != mark:
        raise CannotDo(_("This was changed since you opened the page: read it again."))
    approvals = Approval.objects.filter(subject=subject, subject_id=on.pk)
    if approvals.filter(mark=mark, approved_by=by).exclude(side=seat.side).exists():
        raise CannotDo(_("You approved this for the other side before: nobody approves for both."))
    approvals.filter(side=seat.side).delete()
    approvals.create(subject=subject, subject_id=on.pk, side=seat.side, mark=mark, approved_at=now, approved_by=by)
    record(deed=f"approve_{subject}", on=on, by=by, now=now, changes={"side": ["", seat.side]})
    return is_approved_by_both(subject=subject, on=on, mark=mark)


@transaction.atomic
def take_back(*, subject, on, program, by, now):
    """Take back the approval of the co-chair `by`, as long as nothing came of it. The caller holds the lock of `on`."""
    seat = CommitteeSeat.objects.co_chairs().of(by).filter(program=program).first()
    if seat is None:
        raise CannotDo(_("Only a co-chair approves for their side."))
    if Approval.objects.filter(subject=subject, subject_id=on.pk, side=seat.side).delete()[0]:
        record(deed=f"take_back_{subject}", on=on, by=by, now=now, changes={"side": [seat.side, ""]})


def approvals_of(*, subject, on, mark):
    """{side: Approval} of the text as it stands."""
    standing = Approval.objects.filter(subject=subject, subject_id=on.pk, mark=mark).select_related("approved_by")
    return {approval.side: approval for approval in standing}


def is_approved_by_both(*, subject, on, mark):
    return set(approvals_of(subject=subject, on=on, mark=mark)) == BOTH
