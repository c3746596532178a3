"""A consent is revoked: nothing more is sent on it, what was not opened comes back, and everyone concerned is told."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .answering import may_tell_outcome
from .models import Assignment, Consent, ConsentRevocation, Referral, State, Student
from .moves import FAMILY, WITH_PROVIDER
from .moving import make_move
from .provider_links import revoke_link
from .reach import WHOLE_DISTRICT_RECORDS
from .refusing import CannotRevoke, CannotSend
from .sending import recipient_of

RECALLED, STOPPED, READY_AGAIN, WITH_THEM = "recalled", "stopped", "ready_again", "with_provider"
MAY_NOT_REPORT = "may_not_report"


@dataclass(frozen=True)
class Ended:
    """What the end of a consent means for one referral: `what` is one of the words above."""

    referral: Referral
    what: str


def would_end(consents):
    """How many referrals a revocation of `consents` would recall, stop, and leave with their provider, as a dict."""
    referrals = Referral.objects.filter(consent__in=consents, kind=Referral.Kind.DIRECT)
    return {
        RECALLED: referrals.filter(state=State.SENT).count(),
        STOPPED: referrals.filter(state=State.READY).count(),
        WITH_THEM: referrals.filter(state__in=WITH_PROVIDER - {State.SENT}).count(),
    }


def signed_together(consent):
    """The other direction under the same signature, where it stands still."""
    return list(
        Consent.objects.filter(requests__in=consent.requests.all(), revocation__isnull=True)
        .exclude(pk=consent.pk)
        .distinct()
    )


@transaction.atomic
def revoke_consent(*, consents, told_by, revoked_by, now, note=""):
    """End `consents` of one student; returns what that meant for each referral, as a list of Ended.

    What is ready waits for consent again, unless another covers it; what no provider has opened is recalled; what one
    has read stays with them, and they are told by number. The log of what was disclosed is kept. Raises CannotRevoke.

    A referral is sent under its own lock, and a new one under its student's: with all of them held here, none is sent
    on a consent after it was revoked.
    """
    student = consents[0].student
    referrals = _lock_referrals(student)
    if Consent.objects.filter(pk__in=[each.pk for each in consents], revocation__isnull=False).exists():
        raise CannotRevoke(_("This consent has been revoked already."))
    for consent in consents:
        ConsentRevocation.objects.create(
            consent=consent, revoked_at=now, revoked_by=revoked_by, told_by=told_by, note=note
        )
        record(deed="revoke_consent", on=consent, by=revoked_by, now=now)
    ended = [
        _end(referral, by=revoked_by, now=now)
        for referral in referrals
        if _is_concerned(referral) and referral.consent_id in {consent.pk for consent in consents}
    ]
    told = {each.referral.pk for each in ended}
    silenced = [each for each in referrals if each.pk not in told and _may_not_report(each, consents, now=now)]
    ended += [Ended(each, MAY_NOT_REPORT) for each in silenced]
    _tell(consents, ended, now=now)
    return ended


def _lock_referrals(student):
    """All of the student's referrals under their locks: those on file, then those logged while we waited."""
    ours = Referral.objects.filter(student=student).order_by("pk")
    held = list(ours.select_for_update(of=["self"]).values_list("pk", flat=True))
    Student.objects.select_for_update().get(pk=student.pk)
    list(ours.exclude(pk__in=held).select_for_update(of=["self"]).values_list("pk", flat=True))
    return list(ours.select_related("student", "service__provider", "owner", "site__school"))


def _is_concerned(referral):
    return referral.kind == Referral.Kind.DIRECT and referral.state in {State.READY} | WITH_PROVIDER


def _may_not_report(referral, consents, *, now):
    """Whether the provider has the referral and loses the last second consent, by which it told what came of it."""
    back = [each for each in consents if each.direction == Consent.Direction.BACK]
    told = {each.provider_id for consent in back for each in consent.recipients.all()}
    return (
        _is_concerned(referral)
        and referral.state in WITH_PROVIDER
        and referral.service.provider_id in told
        and all(each.is_for_confidential() == referral.is_confidential for each in back)
        and not may_tell_outcome(referral, on=timezone.localdate(now))
    )


def _end(referral, *, by, now):
    common = {"actor": FAMILY, "by": by, "now": now}
    if referral.state == State.READY:
        referral = make_move(referral=referral, move="lose_consent", version=referral.version, **common)
        try:
            with transaction.atomic():
                referral = make_move(referral=referral, move="make_ready", version=referral.version, **common)
        except CannotSend:
            return Ended(referral, STOPPED)
        return Ended(referral, READY_AGAIN)
    if referral.state != State.SENT:
        return Ended(referral, WITH_THEM)
    referral = make_move(referral=referral, move="recall", version=referral.version, **common)
    for link in referral.provider_links.filter(revoked_at__isnull=True):
        revoke_link(link=link, by=by, now=now)
    return Ended(referral, RECALLED)


def _tell(consents, ended, *, now):
    """Numbers and links alone: to who cares for each referral, its provider, and staff who saw by this consent."""
    first = consents[0]
    letters = []
    for each in ended:
        referral, recipient = each.referral, recipient_of(each.referral)
        facts = {"number": referral.number, "what": each.what}
        page = settings.SITE_URL + reverse("oasis:referral", args=[referral.number])
        reason = f"consent_ended:{first.pk}:{referral.number}"
        letters.append(
            {
                "to": referral.owner.email,
                "reason": f"{reason}:owner",
                "template": "oasis/email/consent_ended",
                "context": facts | {"link": page},
            }
        )
        if recipient and each.what in {RECALLED, WITH_THEM, MAY_NOT_REPORT}:
            letters.append(
                {"to": recipient.email, "reason": reason, "template": "oasis/email/consent_recalled", "context": facts}
            )
    post_emails(letters + _to_organizations(consents, now=now), now=now)


def _to_organizations(consents, *, now):
    organizations = [
        each.organization_id for consent in consents for each in consent.recipients.all() if each.organization_id
    ]
    student = consents[0].student
    at_school = Q(site__school=student.school_id) | Q(role__in=WHOLE_DISTRICT_RECORDS, district=student.district_id)
    staff = Assignment.objects.current(on=timezone.localdate(now)).filter(
        at_school, employer__in=organizations, basis=Assignment.Basis.CONSENT
    )
    return [
        {
            "to": email,
            "reason": f"consent_ended:{consents[0].pk}:access",
            "template": "oasis/email/consent_ended_access",
            "context": {"student": student.pk},
        }
        for email in staff.order_by("user__email").values_list("user__email", flat=True).distinct()
    ]
