"""Asking for a place at a district's table, and the answer."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .domains import district_vouched_for
from .models import Membership
from .news import to_asker, to_deciders
from .places import CannotJoin, refuse_odd_place

State = Membership.State

# Each request is mailed to people: nobody asks all the state's districts at once.
MOST_WAITING = 5


class AlreadyAsked(CannotJoin):
    """The person has a place there, or has asked for one."""


class CannotDecide(Exception):
    """Why a request cannot be answered that way, in words fit for the person who tried."""


def ask_to_join(*, user, district, side, role, now, unit=None, employees=""):
    """Ask for a place: approved at once by a verified e-mail in the district's own domain, else the leads are mailed.

    Labor names a `unit` of the district, or `employees` (certificated, classified) where no unit is on file for them.
    Raises CannotJoin.
    """
    if district.is_gone():
        words = {"district": district, "status": district.get_status_display().lower()}
        raise CannotJoin(_("%(district)s is %(status)s.") % words, field="district")
    refuse_odd_place(district=district, side=side, role=role, unit=unit, employees=employees)
    vouched = district_vouched_for(user) == district
    if not vouched and Membership.objects.requested().filter(user=user).count() >= MOST_WAITING:
        raise CannotJoin(
            _("You are waiting for %(most)s answers already: wait for one first.") % {"most": MOST_WAITING}
        )
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=user,
                district=district,
                side=side,
                role=role,
                unit=unit,
                employees=employees,
                state=State.APPROVED if vouched else State.REQUESTED,
                requested_at=now,
                decided_at=now if vouched else None,
            )
            _record(membership, f"ask_to_join:{membership.state}", by=user, now=now, was=None)
            if not vouched:
                post_emails(to_deciders(membership), now=now)
    except IntegrityError as error:
        raise AlreadyAsked(
            _("You have a place at %(district)s’s table already, or have asked for one.") % {"district": district}
        ) from error
    return membership


@transaction.atomic
def approve_membership(*, membership, approved_by, now, as_lead=False):
    """Give the asker the place, as a team lead if so wished. Raises CannotDecide."""
    membership = _to_decide(membership, approved_by)
    _decide(membership, State.APPROVED, by=approved_by, now=now, is_lead=as_lead)
    post_emails([to_asker(membership, "approved")], now=now)
    return membership


@transaction.atomic
def decline_membership(*, membership, declined_by, reason, now):
    """Refuse the place, for a reason that the asker is told. Raises CannotDecide."""
    membership = _to_decide(membership, declined_by)
    if not reason.strip():
        raise CannotDecide(_("Say why: the person who asked is told the reason."))
    _decide(membership, State.DECLINED, by=declined_by, now=now, decline_reason=reason.strip())
    post_emails([to_asker(membership, "declined")], now=now)
    return membership


@transaction.atomic
def end_membership(*, membership, ended_by, now):
    """Take someone off the district's table; whoever leaves themself needs no letter. Raises CannotDecide."""
    membership = _locked(membership)
    if membership.state != State.APPROVED:
        raise CannotDecide(_("This place is not held by anyone now."))
    _decide(membership, State.ENDED, by=ended_by, now=now, is_lead=False)
    if membership.user != ended_by:
        post_emails([to_asker(membership, "ended")], now=now)
    return membership


@transaction.atomic
def name_team_lead(*, membership, named_by, now, is_lead=True):
    """Let a member lead the district's teams, or no longer. Raises CannotDecide."""
    membership = _locked(membership)
    if membership.state != State.APPROVED:
        raise CannotDecide(_("Only someone with an approved place can lead."))
    was, membership.is_lead = membership.is_lead, is_lead
    membership.save(update_fields=["is_lead"])
    record(deed="name_team_lead", on=membership, by=named_by, now=now, changes={"is_lead": [was, is_lead]})
    return membership


def _locked(membership):
    # Two leads who answer at the same moment take turns; the second finds it answered.
    return Membership.objects.select_for_update(of=["self"]).select_related("user", "district").get(pk=membership.pk)


def _to_decide(membership, decider):
    membership = _locked(membership)
    if membership.state != State.REQUESTED:
        raise CannotDecide(_("This request has been answered already."))
    if membership.user == decider:
        raise CannotDecide(_("Nobody answers their own request: ask another lead or LMI staff."))
    return membership


def _decide(membership, state, *, by, now, **fields):
    was, was_lead = membership.state, membership.is_lead
    for name, value in {"state": state, "decided_at": now, "decided_by": by, **fields}.items():
        setattr(membership, name, value)
    membership.save(update_fields=["state", "decided_at", "decided_by", *fields])
    deed = f"answer_request:{state}" if was == State.REQUESTED else "end_membership"
    _record(membership, deed, by=by, now=now, was=was, was_lead=was_lead)


def _record(membership, deed, *, by, now, was, was_lead=False):
    changes = {"state": [was, membership.state]}
    if membership.is_lead != was_lead:
        changes["is_lead"] = [was_lead, membership.is_lead]
    record(deed=deed, on=membership, by=by, now=now, changes=changes)
