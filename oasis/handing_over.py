"""Handing a caseload over: offered by its owner, or by a lead for somebody who left, and taken on by whoever accepts.

Nobody is handed what they could not see: the school, the consent of a union's employee and the training are checked at
the offer and again when it is accepted. What rests on a student's own consent goes to a credentialed counselor alone.
"""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .access import LEADS, REFERRERS
from .models import OVER, HandOver, Referral
from .reach import reach_of
from .refusing import Refusal
from .training import missing_training

State = HandOver.State
AT_ONCE = 500


class CannotHandOver(Refusal):
    """A caseload cannot be handed over as asked."""


@transaction.atomic
def offer_caseload(*, reach, from_user, to_user, numbers, now, note=""):
    """Offer the referrals `numbers` of `from_user` to `to_user`; returns the HandOver. Raises CannotHandOver.

    `reach` is of who offers: the owner, or one who leads where the referrals were logged.
    """
    if from_user == to_user:
        raise CannotHandOver(_("Choose somebody else."), field="to_user")
    seen = Referral.objects.within(reach if reach.user == from_user else reach.having(LEADS))
    referrals = seen.filter(owner=from_user, number__in=numbers).exclude(state__in=OVER)
    # The lock makes two offers of the same referral take turns.
    locked = referrals.select_for_update(of=["self"]).select_related("site").defer("reason")
    rows = list(locked.order_by("pk")[: AT_ONCE + 1])
    if not rows:
        raise CannotHandOver(_("Choose at least one referral that is not over."), field="numbers")
    if len(rows) > AT_ONCE:
        raise CannotHandOver(_("Hand over 500 referrals at most at a time."), field="numbers")
    if HandOver.objects.filter(state=State.OFFERED, referrals__in=rows).exists():
        raise CannotHandOver(_("Some of them are offered to somebody already. Take that offer back first."))
    refuse_who_could_not_see(to_user, rows, now=now)
    hand_over = HandOver.objects.create(
        from_user=from_user, to_user=to_user, note=note, offered_at=now, offered_by=reach.user
    )
    hand_over.referrals.set(rows)
    record(deed="offer_caseload", on=hand_over, by=reach.user, now=now, changes={"to": ["", to_user.email]})
    _write(hand_over, "offered", [to_user], now=now)
    return hand_over


@transaction.atomic
def accept_caseload(*, hand_over, by, now):
    """`by` cares for all that is still the giver's and not over; returns how many. Raises CannotHandOver."""
    hand_over = _lock_offered(hand_over)
    if by.pk != hand_over.to_user_id:
        raise CannotHandOver(_("It was offered to somebody else."))
    offered = hand_over.referrals.select_for_update(of=["self"]).filter(owner=hand_over.from_user)
    rows = list(offered.exclude(state__in=OVER).select_related("site").defer("reason").order_by("pk"))
    refuse_who_could_not_see(by, rows, now=now)
    Referral.objects.filter(pk__in=[row.pk for row in rows]).update(owner=by)
    numbers = ", ".join(row.number for row in rows)
    owners = [hand_over.from_user.email, by.email]
    _settle(
        hand_over,
        State.ACCEPTED,
        deed="accept_caseload",
        by=by,
        now=now,
        changes={"owner": owners, "referrals": ["", numbers]},
    )
    _write(hand_over, "accepted", [hand_over.from_user, hand_over.offered_by], now=now)
    return len(rows)


@transaction.atomic
def decline_caseload(*, hand_over, by, now):
    """Everything stays with its owner, who is told. Raises CannotHandOver."""
    hand_over = _lock_offered(hand_over)
    if by.pk != hand_over.to_user_id:
        raise CannotHandOver(_("It was offered to somebody else."))
    _settle(hand_over, State.DECLINED, deed="decline_caseload", by=by, now=now)
    _write(hand_over, "declined", [hand_over.from_user, hand_over.offered_by], now=now)


@transaction.atomic
def take_caseload_back(*, hand_over, by, now):
    """The offer ends before it was answered, by who made it or whose caseload it is. Raises CannotHandOver."""
    hand_over = _lock_offered(hand_over)
    if by.pk not in {hand_over.from_user_id, hand_over.offered_by_id}:
        raise CannotHandOver(_("Only who offered it takes it back."))
    _settle(hand_over, State.TAKEN_BACK, deed="take_caseload_back", by=by, now=now)
    _write(hand_over, "taken_back", [hand_over.to_user], now=now)


def refuse_who_could_not_see(user, referrals, *, now):
    """Raises CannotHandOver unless `user` is trained and sees each of `referrals` by their own work here."""
    told = {"person": user.get_full_name()}
    reach = reach_of(user, now=now).having(REFERRERS)
    if not user.is_active or not reach.assignments:
        raise CannotHandOver(_("%(person)s does not work with OASIS today.") % told, field="to_user")
    missing = missing_training(user, on=reach.on)
    if missing:
        told["titles"] = ", ".join(module.title for module in missing)
        raise CannotHandOver(_("%(person)s must complete the training first: %(titles)s.") % told, field="to_user")
    counselor_schools = set(reach.counselor_schools)
    if any(row.is_confidential and row.site.school_id not in counselor_schools for row in referrals):
        raise CannotHandOver(
            _("Some of them are confidential: only a credentialed counselor of the school takes those on."),
            field="to_user",
        )
    seen = Referral.objects.within(reach).filter(pk__in=[row.pk for row in referrals]).values_list("pk", flat=True)
    unseen = len(referrals) - len(set(seen))
    if unseen:
        told["count"] = unseen
        raise CannotHandOver(
            _("%(person)s may not see %(count)d of them: another school, or no consent names their employer.") % told,
            field="to_user",
        )


def _lock_offered(hand_over):
    locked = HandOver.objects.select_for_update(of=["self"]).select_related("from_user", "to_user", "offered_by")
    row = locked.get(pk=hand_over.pk)
    if row.state != State.OFFERED:
        raise CannotHandOver(_("This offer is answered already: “%(state)s”.") % {"state": row.get_state_display()})
    return row


def _settle(hand_over, state, *, deed, by, now, changes=None):
    before, hand_over.state, hand_over.answered_at = hand_over.state, state, now
    hand_over.save(update_fields=["state", "answered_at"])
    changes = {"state": [str(before), str(state)]} | (changes or {})
    record(deed=deed, on=hand_over, by=by, now=now, changes=changes)


def _write(hand_over, news, people, *, now):
    """Tell `people`; the letter names colleagues and a count, and no student."""
    context = {
        "news": news,
        "giver": hand_over.from_user.get_full_name(),
        "taker": hand_over.to_user.get_full_name(),
        "count": hand_over.referrals.count(),
        "link": settings.SITE_URL + reverse("oasis:hand_over", args=[hand_over.pk]),
    }
    reason = f"hand_over:{hand_over.pk}:{news}"
    told = {person.email for person in people if person.is_active}
    post_emails(
        [
            {"to": email, "reason": reason, "template": "oasis/email/hand_over", "context": context}
            for email in sorted(told)
        ],
        now=now,
    )
