"""Made-up consents of the made-up families of Audubon Middle: standing, revoked, soon to end, and one to be signed."""

from datetime import timedelta

from django.utils import timezone

from districts.models import Organization
from lmi_portal.accounts.models import User
from lmi_portal.family_language import nearest_language

from .asking_consent import prepare_consent
from .consent_forms import publish_consent_forms
from .consent_terms import Terms, end_of_school_year
from .consent_wording import ORGANIZATION
from .consenting import record_consent
from .models import Consent, Student
from .providers.models import Provider
from .revoking import revoke_consent

BY = "oasis@example.org"
UNION = "SEIU 99"
OUT, BACK = Consent.Direction.OUT, Consent.Direction.BACK
USUAL = ("name", "contact", "school", "language", "reason")
# The made-up providers of the demo by the beginning of their names, and what they are named for.
EYES, TEETH, COUNSEL, LEARNING = "Exposition Eye Clinic", "Baldwin Hills Smiles", "Crenshaw Family", "Avalon Learning"
SIGNED = [
    (0, EYES, "vision", [OUT, BACK]),
    (0, TEETH, "dental", [OUT]),
    (2, COUNSEL, "counseling", [OUT, BACK]),
    (3, LEARNING, "tutoring", [OUT, BACK]),
    (5, EYES, "vision", [OUT]),
]
UNION_MAY_SEE = [0, 2]
REVOKED, ENDS_SOON, TO_BE_SIGNED = (6, TEETH, "dental"), (1, EYES, "vision"), (4, LEARNING, "tutoring")
SOON = timedelta(days=10)


def load_consents(*, now):
    """Publish the forms, and add the consents where there are none; the students and providers come first."""
    publish_consent_forms(now=now)
    by = User.objects.get(email=BY)
    students = list(
        Student.objects.filter(is_made_up=True, school__sites__assignments__user=by)
        .select_related("household", "school")
        .order_by("pk")
        .distinct()
    )
    if Consent.objects.filter(student__in=students).exists():
        return
    for number, provider, purpose, directions in SIGNED:
        _sign(_terms(students[number], purpose, now=now, provider=provider), directions, by=by, now=now)
    for number in UNION_MAY_SEE:
        _sign(_terms(students[number], ORGANIZATION, now=now), [OUT], by=by, now=now)
    _others(students, by=by, now=now)


def _others(students, *, by, now):
    number, provider, purpose = REVOKED
    consents = _sign(_terms(students[number], purpose, now=now, provider=provider), [OUT, BACK], by=by, now=now)
    revoke_consent(consents=consents, told_by=consents[0].signer_name, revoked_by=by, now=now)
    number, provider, purpose = ENDS_SOON
    ends_on = timezone.localdate(now) + SOON
    _sign(_terms(students[number], purpose, now=now, provider=provider, ends_on=ends_on), [OUT], by=by, now=now)
    number, provider, purpose = TO_BE_SIGNED
    prepare_consent(terms=_terms(students[number], purpose, now=now, provider=provider), asked_by=by, now=now)


def _terms(student, purpose, *, now, provider="", ends_on=None):
    guardian = student.household.guardians.first()
    providers = Provider.objects.filter(is_made_up=True, name__startswith=provider)[:1] if provider else ()
    return Terms(
        student=student,
        relation=guardian.relation,
        guardian=guardian,
        records=USUAL,
        purpose=purpose,
        language=nearest_language(guardian.language),
        expires_on=ends_on or end_of_school_year(timezone.localdate(now)),
        providers=tuple(providers),
        organizations=() if provider else (Organization.objects.get(short_name=UNION),),
    )


def _sign(terms, directions, *, by, now):
    return record_consent(
        terms=terms,
        asked=prepare_consent(terms=terms, asked_by=by, now=now),
        directions=directions,
        signer_name=terms.guardian.name,
        way=Consent.Way.IN_PERSON,
        is_copy_given=True,
        recorded_by=by,
        now=now,
    )
