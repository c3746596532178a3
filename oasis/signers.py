"""Who may sign a consent: the portal refuses only what no paper could make true."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .covering import is_adult
from .models import Assignment, Consent, MinorStatement, Role
from .referring import MINOR_CONSENT_AGE
from .refusing import CannotConsent

Relation = Consent.Relation


@dataclass(frozen=True)
class Statement:
    """What a credentialed professional states of a minor's consent; see MinorStatement."""

    law: str
    parents: str
    why: str


def refuse_odd_signer(terms, *, on):
    """Raise CannotConsent where the student's age on the Pacific day `on` and the signer cannot both be right.

    At 18 the rights pass to the student (34 CFR § 99.5). A minor consents alone from the age of 12 and to counseling
    (Family Code § 6924; Health and Safety Code § 124260).
    """
    student, relation = terms.student, terms.relation
    if relation == Relation.ADULT_STUDENT and not is_adult(student, on=on):
        raise CannotConsent(_("By the date of birth on file the student is not 18 yet."), field="signer")
    if relation != Relation.ADULT_STUDENT and is_adult(student, on=on):
        raise CannotConsent(_("The student is 18 or older and signs alone (34 CFR § 99.5)."), field="signer")
    if relation == Relation.MINOR_STUDENT:
        _refuse_odd_minor(terms, on=on)
    elif terms.guardian and terms.guardian.relation != relation:
        raise CannotConsent(_("On file this person has another relation to the student."), field="signer")
    if terms.guardian and terms.guardian.household_id != student.household_id:
        raise CannotConsent(_("This person is not of the student’s household."), field="signer")


def credential_for_statement(user, student, *, on):
    """The number of the credential with which `user` counsels at the student's school, or "" where there is none."""
    counsels = Assignment.objects.current(on=on).filter(user=user, role=Role.COUNSELOR, site__school=student.school_id)
    return counsels.exclude(credential="").values_list("credential", flat=True).first() or ""


def _refuse_odd_minor(terms, *, on):
    age = terms.student.age(on=on)
    if age is None or age < MINOR_CONSENT_AGE:
        raise CannotConsent(_("A minor consents alone from the age of 12; the date of birth must be on file."))
    referral = terms.referral
    if referral is None or not referral.is_confidential or not referral.need.allows_minor_consent:
        raise CannotConsent(_("A minor consents alone to a confidential referral for counseling, and to nothing else."))
    if terms.statement is None or not terms.statement.why.strip():
        raise CannotConsent(_("A credentialed counselor states first why the student may consent alone."))
    if terms.statement.law not in MinorStatement.Law or terms.statement.parents not in MinorStatement.Parents:
        raise CannotConsent(_("Choose the law and what is true of the parents."))
