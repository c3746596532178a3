"""A consent form is made for one signer, and signed on paper, on a screen, or by a link and a code in the mail."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.family_language import for_families
from lmi_portal.outbox.posting import post_email
from lmi_portal.ratelimiting import take

from .consent_terms import terms_of
from .models import Consent, ConsentRequest, Referral, State
from .moves import STAFF
from .moving import make_move
from .refusing import CannotConsent, CannotMove, Refusal
from .signers import credential_for_statement, refuse_odd_signer

SALT = "oasis.consent-form"
VALID_FOR = timedelta(days=14)
CODE_VALID_FOR = timedelta(minutes=15)
CODES_AN_HOUR = 5
# Ten of a million, whatever the number of codes; then the school sends a new link.
WRONG_CODES = 10


class CannotOpenForm(Refusal):
    """The code opens no form, in words for the family."""


@transaction.atomic
def prepare_consent(*, terms, asked_by, now):
    """The ConsentRequest of `terms`, to be signed in one of the ways within two weeks. Raises CannotConsent."""
    on = timezone.localdate(now)
    refuse_odd_signer(terms, on=on)
    is_alone = terms.relation == Consent.Relation.MINOR_STUDENT
    if is_alone and not credential_for_statement(asked_by, terms.student, on=on):
        raise CannotConsent(_("Only a credentialed counselor of the school records that a minor consents alone."))
    asked = ConsentRequest.objects.create(
        student=terms.student,
        guardian=terms.guardian,
        email="",
        draft=terms.draft(),
        language=terms.language,
        token_digest=_digest(_new_token()),
        asked_at=now,
        asked_by=asked_by,
        expires_at=now + VALID_FOR,
    )
    record(deed="prepare_consent", on=asked, by=asked_by, now=now)
    return asked


@transaction.atomic
def request_consent(*, asked, email, by, now):
    """Mail the form's link to `email`; a link sent before opens nothing more. Raises CannotConsent.

    The letter holds neither the student's name nor a need. A referral that it was made for awaits the consent.
    """
    asked = ConsentRequest.objects.select_for_update(of=["self"]).select_related("student__school").get(pk=asked.pk)
    terms = terms_of(asked)
    if asked.answered_at:
        raise CannotConsent(_("This form has been answered already."))
    if terms.relation == Consent.Relation.MINOR_STUDENT:
        raise CannotConsent(_("A minor who consents alone signs in person: no link is mailed."))
    token = _new_token()
    asked.email, asked.token_digest, asked.expires_at = email, _digest(token), now + VALID_FOR
    asked.code_digest, asked.wrong_codes, asked.opened_at = "", 0, None
    asked.save()
    post_email(
        to=email,
        reason=f"consent_asked:{asked.pk}:{asked.token_digest[:16]}",
        template="family/email/consent_asked",
        context={
            "school": asked.student.school.name,
            "link": settings.SITE_URL + reverse("oasis:sign", args=[token]),
            "days": VALID_FOR.days,
        },
        language=asked.language,
        is_sealed=True,
        now=now,
    )
    record(deed="request_consent", on=asked, by=by, now=now)
    if terms.referral and terms.referral.state == State.DRAFT and terms.referral.kind == Referral.Kind.DIRECT:
        _await_consent(terms.referral, by=by, now=now)
    return asked


def form_of_token(token):
    """The ConsentRequest that a link is for, ended or not; None where there is none."""
    found = ConsentRequest.objects.filter(token_digest=_digest(token))
    return found.select_related("student__school", "guardian", "asked_by").first()


def is_open(asked, *, now):
    return asked.answered_at is None and now < asked.expires_at and asked.wrong_codes < WRONG_CODES


@transaction.atomic
def send_form_code(*, asked, now):
    """Mail a new code to the address that the link went to; the one before counts no more. Raises CannotOpenForm."""
    asked = ConsentRequest.objects.select_for_update(of=["self"]).get(pk=asked.pk)
    _refuse_ended(asked, now=now)
    if not take(key=f"consent code:{asked.pk}", limit=CODES_AN_HOUR, per=3600):
        raise CannotOpenForm(for_families("You asked for many codes. Wait an hour and try again."))
    code = f"{secrets.randbelow(1_000_000):06}"
    asked.code_digest, asked.code_sent_at = _code_digest(asked, code), now
    asked.save(update_fields=["code_digest", "code_sent_at"])
    post_email(
        to=asked.email,
        reason=f"consent_code:{asked.pk}:{now.timestamp():.6f}",
        template="family/email/consent_code",
        context={"code": f"{code[:3]} {code[3:]}", "minutes": int(CODE_VALID_FOR.total_seconds() / 60)},
        language=asked.language,
        is_sealed=True,
        now=now,
    )


def open_form(*, asked, code, now):
    """Open the form with the code from the mail; raises CannotOpenForm for one that is wrong, old or used."""
    refusal = _try_code(asked, code, now=now)
    if refusal:
        raise refusal


@transaction.atomic
def _try_code(asked, code, *, now):
    """Count one guess; returned, not raised, as a wrong one must be counted."""
    asked = ConsentRequest.objects.select_for_update(of=["self"]).get(pk=asked.pk)
    _refuse_ended(asked, now=now)
    if not asked.code_digest or now - asked.code_sent_at > CODE_VALID_FOR:
        return CannotOpenForm(for_families("This code is too old. Ask for a new one."), field="code")
    if not constant_time_compare(asked.code_digest, _code_digest(asked, code)):
        asked.wrong_codes += 1
        asked.save(update_fields=["wrong_codes"])
        return CannotOpenForm(for_families("This is not the code in the newest e-mail. Look again."), field="code")
    asked.code_digest, asked.opened_at = "", asked.opened_at or now
    asked.save(update_fields=["code_digest", "opened_at"])
    return None


@transaction.atomic
def decline_consent(*, asked, now):
    """The family said no; whoever asked is told, and nothing is sent."""
    if ConsentRequest.objects.filter(pk=asked.pk, answered_at__isnull=True).update(answered_at=now):
        tell_who_asked(asked, is_given=False, now=now)


def tell_who_asked(asked, *, is_given, now):
    if asked.asked_by:
        post_email(
            to=asked.asked_by.email,
            reason=f"consent_answered:{asked.pk}",
            template="oasis/email/consent_answered",
            context={
                "is_given": is_given,
                "link": settings.SITE_URL + reverse("oasis:consents", args=[asked.student_id]),
            },
            now=now,
        )


def _await_consent(referral, *, by, now):
    try:
        make_move(referral=referral, move="ask_consent", actor=STAFF, by=by, version=referral.version, now=now)
    except CannotMove as refusal:
        raise CannotConsent(str(refusal)) from refusal


def _refuse_ended(asked, *, now):
    # A form that was answered still opens, for the copy.
    if now >= asked.expires_at or asked.wrong_codes >= WRONG_CODES:
        raise CannotOpenForm(for_families("This link has ended. Ask the school for a new one."))


def _new_token():
    # Signed, so that logs leave it out as they do every signed link (lmi_portal/masking.py).
    return signing.TimestampSigner(salt=SALT).sign(secrets.token_urlsafe(24))


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()


def _code_digest(asked, code):
    digits = "".join(letter for letter in code if letter.isdecimal() and letter.isascii())
    return salted_hmac(
        "oasis.consent-code", f"{asked.pk}:{asked.token_digest}:{digits}", algorithm="sha256"
    ).hexdigest()
