"""Logging a referral: a draft from the moment that student and need are known, filled step by step, and sent."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .access import REFERRERS
from .due_dates import redraw_due_date
from .models import BEFORE_SENDING, Referral, State, Student
from .moves import STAFF
from .moving import make_move
from .refusing import CannotRefer
from .sending import recipient_or_refuse, send_referral
from .training import refuse_untrained

MINOR_CONSENT_AGE = 12
# After this the consent that was checked names another provider.
OPEN_TO_CHOICE = [State.DRAFT, State.AWAITING_CONSENT]
SPOKEN_YES = "spoken_yes"


@transaction.atomic
def log_referral(*, reach, student, need, now, kind=Referral.Kind.DIRECT, follows=None):
    """The draft of a referral of `student` for `need`, cared for by the person of `reach`.

    `follows` is the referral that it takes the place of. Raises CannotRefer before the required training is complete,
    and for a student of a school at which the person does not refer this year.
    """
    refuse_untrained(reach.user, on=reach.on)
    site = _site_of(reach, student)
    if student.left_on and student.left_on <= reach.on:
        raise CannotRefer(_("This student has left the school."), field="student")
    referral = Referral.objects.create(
        student=student,
        site=site,
        need=need,
        kind=kind,
        language=student.language,
        parent=follows,
        owner=reach.user,
        logged_by=reach.user,
        created_at=now,
    )
    redraw_due_date(referral)
    record(deed="log_referral", on=referral, by=reach.user, now=now)
    return referral


@transaction.atomic
def fill_draft(*, referral, now, **fields):
    """Set `kind`, `reason`, `urgency`, `language` or `is_confidential` of what is not sent yet; returns the Referral.

    Raises CannotRefer once it is sent, and for a minor's consent that the need or the age does not allow.
    """
    row = _unsent(referral)
    fixed = [] if row.state in OPEN_TO_CHOICE else ["kind", "is_confidential"]
    for name, value in fields.items():
        if name not in fixed:
            setattr(row, name, value)
    refuse_minor_consent_too_early(row, now=now)
    row.save(update_fields=list(fields))
    return row


@transaction.atomic
def choose_service(*, referral, service, at=None):
    """Refer to `service`, at the ServiceAtLocation `at` if one is meant; raises CannotRefer once consent is here."""
    row = _unsent(referral)
    if row.state not in OPEN_TO_CHOICE:
        raise CannotRefer(_("The consent names the provider chosen before. Withdraw this referral and log a new one."))
    row.service, row.service_at_location = service, at
    row.save(update_fields=["service", "service_at_location"])
    return row


@transaction.atomic
def send_off(*, referral, by, version, now):
    """Send what is ready: a direct referral to its provider, an informational one with the family's spoken yes.

    Raises CannotRefer without a service, CannotSend without a consent that covers it or an address to send it to, and
    what make_move raises.
    """
    if referral.service_id is None:
        raise CannotRefer(_("Choose a service first."), field="service")
    if referral.kind == Referral.Kind.INFORMATIONAL:
        return make_move(
            referral=referral, move="hand_out", actor=STAFF, by=by, version=version, reason=SPOKEN_YES, now=now
        )
    recipient_or_refuse(referral)
    if referral.state != State.READY:
        referral = make_move(referral=referral, move="make_ready", actor=STAFF, by=by, version=version, now=now)
        version = referral.version
    return send_referral(referral=referral, by=by, version=version, now=now)


def refuse_minor_consent_too_early(referral, *, now):
    """The professional decides whether a minor consents alone; the portal only knows when the law never lets one.

    Outpatient counseling from the age of 12: Family Code § 6924, Health and Safety Code § 124260.
    """
    if not referral.is_confidential:
        return
    if not referral.need.allows_minor_consent:
        raise CannotRefer(_("No minor consents alone to help of this kind."), field="is_confidential")
    age = referral.student.age(on=timezone.localdate(now))
    if age is None or age < MINOR_CONSENT_AGE:
        raise CannotRefer(
            _("A minor consents alone from the age of 12; the date of birth must be on file."), field="is_confidential"
        )


def _site_of(reach, student):
    mine = reach.having(REFERRERS)
    site = next((each for each in mine.sites if each.school_id == student.school_id), None)
    if site is None or not Student.objects.within(mine).filter(pk=student.pk).exists():
        raise CannotRefer(_("You refer students of your own school alone, in this school year."), field="student")
    return site


def _unsent(referral):
    row = Referral.objects.select_for_update(of=["self"]).select_related("student", "need").get(pk=referral.pk)
    if row.state not in BEFORE_SENDING:
        raise CannotRefer(
            _("This referral is “%(state)s” by now and no draft any more.") % {"state": row.get_state_display()}
        )
    return row
