"""Which consent covers a referral; without one nothing is sent, whichever page or task asks.

34 CFR § 99.30: signed and dated, the records, the purpose and the party to whom. A verbal consent covers no direct
referral. From the student's 18th birthday on, the student alone consents (34 CFR § 99.5).
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Consent, Referral
from .refusing import CannotSend

AGE_OF_MAJORITY = 18


def consents_covering(referral, *, on):
    """The active consents under which `referral` may go to its service's provider on the Pacific day `on`."""
    if referral.service_id is None:
        return Consent.objects.none()
    minor = Consent.Relation.MINOR_STUDENT
    consents = (
        Consent.objects.active(on=on)
        .to_disclose_to(referral.service.provider_id)
        .filter(student=referral.student_id)
        .order_by("-expires_on", "-pk")
    )
    adult = Consent.Relation.ADULT_STUDENT
    consents = (
        consents.filter(relation=adult) if is_adult(referral.student, on=on) else consents.exclude(relation=adult)
    )
    consents = consents.filter(relation=minor) if referral.is_confidential else consents.exclude(relation=minor)
    if referral.kind == Referral.Kind.DIRECT:
        consents = consents.exclude(way=Consent.Way.VERBAL)
    return consents


def is_adult(student, *, on):
    """Whether the student is 18 on the day `on`; without a date of birth on file, not."""
    age = student.age(on=on)
    return age is not None and age >= AGE_OF_MAJORITY


def refuse_without_consent(referral, *, now):
    """The Consent that covers `referral` at `now`; raises CannotSend where none does."""
    consent = consents_covering(referral, on=timezone.localdate(now)).first()
    if consent is None:
        raise CannotSend(
            _("No signed consent covers this referral today. It names the student, the provider and what may be told.")
        )
    return consent
