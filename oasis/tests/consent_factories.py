"""Forms to sign and what is signed, through the front door."""

from django.utils import timezone

from lmi_portal.outbox.models import Email
from oasis.asking_consent import prepare_consent
from oasis.consent_terms import Terms, end_of_school_year
from oasis.consenting import record_consent
from oasis.models import Consent, Role
from oasis.providers.tests.factories import create_need
from oasis.signers import Statement

from .factories import create_assignment, create_referral, today

OUT, BACK = Consent.Direction.OUT, Consent.Direction.BACK


def terms_for(referral, **fields):
    """What the first guardian is asked to allow for the referral, until the end of the school year."""
    student = referral.student
    guardian = student.household.guardians.first() if student.household else None
    defaults = {
        "student": student,
        "relation": guardian.relation if guardian else "parent",
        "guardian": guardian,
        "records": ("name", "contact", "school", "reason"),
        "purpose": "vision",
        "language": "es",
        "expires_on": end_of_school_year(today()),
        "providers": (referral.service.provider,),
        "referral": referral,
    }
    return Terms(**defaults | fields)


def ask(referral, **fields):
    return prepare_consent(terms=terms_for(referral, **fields), asked_by=referral.logged_by, now=timezone.now())


def sign(referral, *, directions=(OUT,), **fields):
    """The consents that a parent signs in person for the referral."""
    return record_consent(
        terms=terms_for(referral, **fields),
        asked=ask(referral, **fields),
        directions=directions,
        signer_name="Rosa Núñez",
        way=Consent.Way.IN_PERSON,
        recorded_by=referral.logged_by,
        now=timezone.now(),
    )


def create_counselor(site):
    return create_assignment(role=Role.COUNSELOR, site=site)


def create_confidential_referral(*, counselor=None, **fields):
    """A referral of a student of 13 to counseling, logged by a counselor, to rest on the student's own consent."""
    counselor = counselor or create_assignment(role=Role.COUNSELOR)
    need = create_need("counseling", allows_minor_consent=True, is_sensitive=True)
    return create_referral(logged_by=counselor, need=need, is_confidential=True, **fields)


def alone(referral, **fields):
    """The fields of terms that a student agrees to alone."""
    statement = Statement("health_code", "inappropriate", "Talked with the student.")
    return {
        "relation": "minor_student",
        "guardian": None,
        "records": ("name", "contact"),
        "statement": statement,
    } | fields


def mails(template):
    return list(Email.objects.filter(template=template).order_by("pk"))
