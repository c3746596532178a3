"""What the page of one student shows to one person, and which fields that is."""

from .models import Consent, Referral

WHO = ["given_name", "family_name", "born_on", "number", "grade", "language", "school"]
GUARDIANS = ["guardian_name", "relation", "phone", "email"]


def page_of(reach, student):
    """(context, fields seen, whether something of it rests on the student's own consent), all that reach allows."""
    referrals = list(
        Referral.objects.within(reach).filter(student=student).select_related("need", "service__provider", "owner")
    )
    sees_confidential = may_see_safe_contact(reach, student)
    consents = list(
        Consent.objects.within(reach)
        .filter(student=student)
        .select_related("revocation")
        .prefetch_related("recipients__provider", "recipients__organization")
    )
    guardians = list(student.household.guardians.all()) if student.household else []
    context = {
        "student": student,
        "referrals": referrals,
        "standing": [consent for consent in consents if _stands(consent, on=reach.on)],
        "ended": [consent for consent in consents if not _stands(consent, on=reach.on)],
        "guardians": guardians,
        "sees_safe_contact": sees_confidential,
    }
    fields = [*WHO, *(GUARDIANS if guardians else [])]
    fields += [*(["referrals"] if referrals else []), *(["consents"] if consents else [])]
    is_confidential = any(referral.is_confidential for referral in referrals) or any(
        consent.relation == Consent.Relation.MINOR_STUDENT for consent in consents
    )
    return context, fields, is_confidential


def _stands(consent, *, on):
    return consent.starts_on <= on <= consent.expires_on and not hasattr(consent, "revocation")


def may_see_safe_contact(reach, student):
    """Whether the person is the school's credentialed counselor, or sees a referral on the student's own consent."""
    is_counselor = student.school_id in reach.counselor_schools
    return is_counselor or Referral.objects.within(reach).filter(student=student, is_confidential=True).exists()
