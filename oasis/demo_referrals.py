"""Made-up referrals in every state, by the deeds that people use, each at its moment."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lmi_portal.accounts.models import User

from .appointing import make_appointment
from .consent_terms import Terms, end_of_school_year
from .consent_wording import purpose_for
from .consenting import record_consent
from .contacting import log_attempt
from .demo_stories import STORIES
from .models import Consent, MinorStatement, Referral, Student
from .moves import CLOCK, PROVIDER, STAFF
from .moving import make_move
from .providers.models import Need
from .reach import reach_of
from .referring import choose_service, fill_draft, log_referral, send_off
from .rereferring import refer_again
from .signers import Statement
from .suggesting import suggest

RECORDS = ("name", "contact", "school", "language", "reason", "outcome")
# Whoever else makes these is staff.
MADE_BY = {
    "open": PROVIDER,
    "accept": PROVIDER,
    "waitlist": PROVIDER,
    "decline": PROVIDER,
    "ask_info": PROVIDER,
    "start_service": PROVIDER,
    "expire": CLOCK,
}
WORKS_AT_AUDUBON, WORKS_ELSEWHERE, COUNSELS = "oasis@example.org", "coordinator@example.org", "counselor@example.org"


@transaction.atomic
def load_referrals(*, now):
    """Tell the demo's stories, unless some student of the demo has a referral already. Students come first."""
    if Referral.objects.filter(student__is_made_up=True).exists():
        return
    students = {each.given_name: each for each in Student.objects.filter(is_made_up=True).select_related("school")}
    for story in STORIES:
        _tell(story, students[story.student], now=now)


def _tell(story, student, *, now):
    logged_at = now - timedelta(days=story.days_ago)
    user = _referrer(story, student, on=timezone.localdate(now))
    reach = reach_of(user, now=now)
    need = Need.objects.get(slug=story.need)
    referral = log_referral(reach=reach, student=student, need=need, kind=story.kind, now=logged_at)
    referral = fill_draft(
        referral=referral,
        reason=story.reason,
        urgency=story.urgency,
        is_confidential=story.is_confidential,
        now=logged_at,
    )
    if story.has_service:
        referral = _choose(referral, now=logged_at)
    for days, step, told in story.steps:
        at = min(logged_at + timedelta(days=days, minutes=referral.version), now)
        referral = _step(referral, step, told, user=user, at=at, now=now)


def _referrer(story, student, *, on):
    if story.is_confidential:
        return User.objects.get(email=COUNSELS)
    here = student.school.sites.filter(assignments__user__email=WORKS_AT_AUDUBON).exists()
    return User.objects.get(email=WORKS_AT_AUDUBON if here else WORKS_ELSEWHERE)


def _choose(referral, *, now):
    best = suggest(
        student=referral.student,
        need=referral.need,
        language=referral.language,
        school=referral.site.school,
        now=now,
    )[0]
    return choose_service(referral=referral, service=best.service, at=best.place)


def _step(referral, step, told, *, user, at, now):
    common = {"referral": referral, "by": user, "now": at}
    if step == "consent":
        _sign(referral, user=user, at=at)
    elif step == "send_off":
        send_off(**common, version=referral.version)
    elif step in {"tried", "reached"}:
        log_attempt(**common, way="phone", was_reached=step == "reached")
    elif step == "visit":
        visit_at = (now + timedelta(days=told["in_days"])).replace(hour=18, minute=0, second=0, microsecond=0)
        make_appointment(referral=referral, starts_at=visit_at, actor=PROVIDER, version=referral.version, now=at)
    elif step == "again":
        refer_again(referral=referral, reach=reach_of(user, now=now), now=at)
    else:
        actor = PROVIDER if told.get("outcome_source") == "provider" else MADE_BY.get(step, STAFF)
        by = user if actor == STAFF else None
        make_move(referral=referral, move=step, actor=actor, by=by, version=referral.version, now=at, **told)
    referral.refresh_from_db()
    return referral


def _sign(referral, *, user, at):
    """A consent for both directions, signed in person: by the guardian, or by the student who consents alone."""
    student, on = referral.student, timezone.localdate(at)
    guardian = None if referral.is_confidential else student.household.guardians.get()
    statement = Statement(
        law=MinorStatement.Law.HEALTH_CODE,
        parents=MinorStatement.Parents.INAPPROPRIATE,
        why="Made up: mature enough to take part, and asked that nobody at home be told.",
    )
    terms = Terms(
        student=student,
        relation=guardian.relation if guardian else Consent.Relation.MINOR_STUDENT,
        records=RECORDS if guardian else ("name", "outcome"),
        purpose=purpose_for(referral.need),
        language=guardian.language if guardian else student.language,
        expires_on=end_of_school_year(on),
        providers=(referral.service.provider,),
        guardian=guardian,
        referral=referral,
        statement=None if guardian else statement,
    )
    record_consent(
        terms=terms,
        directions=list(Consent.Direction),
        signer_name=guardian.name if guardian else student.full_name(),
        way=Consent.Way.IN_PERSON,
        recorded_by=user,
        is_copy_given=True,
        now=at,
    )
