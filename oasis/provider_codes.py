"""The code that opens a provider's link: mailed to the same address, good for 15 minutes, once, and for five guesses.

Whoever holds the link alone, a mail scanner or somebody it was forwarded to, sees the referral's number and no more.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from lmi_portal.outbox.posting import post_email

from .access_log import log_disclosure
from .covering import refuse_without_consent
from .disclosable import disclosable_fields
from .models import Consent, Disclosure, ProviderLink, Referral, ReferralEvent, State
from .moves import PROVIDER
from .moving import make_move
from .provider_links import note_use, opens
from .refusing import CannotSend, Refusal

VALID_FOR = timedelta(minutes=15)
WRONG_CODES = 5
CODES_AN_HOUR, CODES_A_DAY = 5, 10
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PURPOSE = "Referral to a provider"


class CannotOpen(Refusal):
    """The code opens nothing, in words fit for whoever typed it."""


@transaction.atomic
def send_code(*, link, now, address=""):
    """Mail a new code to the address that the link was sent to; the one before counts no more. Raises CannotOpen."""
    link = ProviderLink.objects.select_for_update(of=["self"]).select_related("referral").get(pk=link.pk)
    _refuse_ended(link, now=now)
    asked = link.uses.filter(what="code asked", used_at__gt=now - DAY).values_list("used_at", flat=True)
    if len(asked) >= CODES_A_DAY or sum(moment > now - HOUR for moment in asked) >= CODES_AN_HOUR:
        raise CannotOpen(_("Too many codes were asked for. Wait an hour, then ask again."))
    code = f"{secrets.randbelow(1_000_000):06}"
    link.code_digest, link.code_sent_at, link.wrong_codes = _digest(link, code), now, 0
    link.save(update_fields=["code_digest", "code_sent_at", "wrong_codes"])
    note_use(link, "code asked", now=now, address=address)
    post_email(
        to=link.email,
        reason=f"provider_code:{link.pk}:{now.timestamp():.6f}",
        template="oasis/email/provider_code",
        context={
            "number": link.referral.number,
            "code": f"{code[:3]} {code[3:]}",
            "minutes": int(VALID_FOR.total_seconds() / 60),
        },
        is_private=True,
        now=now,
    )


def open_link(*, link, code, now, address=""):
    """Open the referral with the code from the e-mail: the first time it moves to *opened*; returns the Referral.

    The consent is checked anew, and what the provider is shown is written to the disclosure log. Raises CannotOpen for
    a code that is wrong or old, and where no consent covers the referral any more.
    """
    refusal = _try_code(link, code, now=now, address=address)
    if refusal:
        raise refusal
    referral = _disclose(link, now=now, address=address)
    if referral is None:
        raise CannotOpen(_("The family’s consent has ended or was taken back, so nothing is shown any more."))
    return referral


@transaction.atomic
def _try_code(link, code, *, now, address):
    """Count one guess; returned, not raised, as a wrong one must be counted."""
    link = ProviderLink.objects.select_for_update(of=["self"]).select_related("referral").get(pk=link.pk)
    _refuse_ended(link, now=now)
    if not link.code_digest or now - link.code_sent_at > VALID_FOR:
        return CannotOpen(_("This code has run out. Ask for a new one."), field="code")
    if link.wrong_codes >= WRONG_CODES:
        return CannotOpen(_("Five wrong codes: this one is locked. Ask for a new one."), field="code")
    if not constant_time_compare(link.code_digest, _digest(link, code)):
        link.wrong_codes += 1
        link.save(update_fields=["wrong_codes"])
        note_use(link, "wrong code", now=now, address=address)
        return CannotOpen(_("This is not the code in the newest e-mail. Look again."), field="code")
    link.code_digest = ""
    link.save(update_fields=["code_digest"])
    return None


@transaction.atomic
def _disclose(link, *, now, address):
    # None, not a refusal, where no consent covers it: that somebody tried is to be kept.
    referral = lock_referral(link)
    try:
        consent = refuse_without_consent(referral, now=now)
    except CannotSend:
        note_use(link, "no consent", now=now, address=address)
        return None
    if referral.state == State.SENT:
        referral = make_move(referral=referral, move="open", actor=PROVIDER, version=referral.version, now=now)
    _log_told(referral, consent, now=now)
    ProviderLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=now)
    note_use(link, "opened", now=now, address=address)
    return referral


def log_what_is_new(referral, consent, *, now):
    """Write to the disclosure log what an opened page shows beyond what was logged: of a newer consent, or an answer.

    The page may stay open for long, and the family agree to more or staff answer a question meanwhile.
    """
    rows = Disclosure.objects.filter(
        student_number=referral.student_id, referral_number=referral.number, consent_number=consent.pk
    )
    logged = list(rows.order_by("-disclosed_at"))
    known = {record for row in logged for record in row.records}
    newest = max((event.moved_at for event in told_in_answers(referral)), default=None)
    is_answered_since = bool(newest and logged and newest > logged[0].disclosed_at)
    if is_answered_since or not _records_told(referral, consent, on=timezone.localdate(now)) <= known:
        _log_told(referral, consent, now=now)


def _log_told(referral, consent, *, now):
    referral.consent = consent
    log_disclosure(
        referral=referral,
        recipient=referral.service.provider,
        records=_records_told(referral, consent, on=timezone.localdate(now)),
        purpose=PURPOSE,
        by_label=referral.owner.email,
        now=now,
    )


def _records_told(referral, consent, *, on):
    told = {each.record for each in disclosable_fields(referral, consent, on=on)}
    return told | ({Consent.Record.REASON.value} if told_in_answers(referral) else set())


def lock_referral(link):
    """The link's Referral under its lock; raises CannotOpen where it is over."""
    referral = Referral.objects.select_for_update().get(pk=link.referral_id)
    if referral.closed_at:
        raise CannotOpen(_("This referral is over."))
    return referral


def told_in_answers(referral):
    """What staff answered to the provider's questions, the events in their order."""
    return list(referral.events.filter(move="give_info", actor=ReferralEvent.Actor.STAFF).order_by("version"))


def _refuse_ended(link, *, now):
    if not opens(link, now=now):
        raise CannotOpen(_("This link has ended."))
    if link.referral.closed_at:
        raise CannotOpen(_("This referral is over."))


def _digest(link, code):
    digits = "".join(letter for letter in code if letter.isdecimal() and letter.isascii())
    return salted_hmac("oasis.provider-code", f"{link.pk}:{digits}", algorithm="sha256").hexdigest()
