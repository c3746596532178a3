from datetime import timedelta

import pytest
from django.utils import timezone

from districts.models import Organization
from lmi_portal.outbox.rendering import render
from lmi_portal.tests.at_once import press_at_once
from oasis import revoking
from oasis.models import Assignment, Consent, ConsentRevocation, Disclosure, Referral, ReferralEvent, Role, State
from oasis.moves import PROVIDER
from oasis.moving import make_move
from oasis.provider_links import opens
from oasis.providers.tests.factories import create_provider
from oasis.refusing import CannotMove, CannotRevoke
from oasis.revoking import revoke_consent, signed_together, would_end
from oasis.sending import send_referral

from .consent_factories import BACK, OUT, mails, sign
from .factories import create_assignment, create_consent, create_referral, create_school, create_site, today

ENDED, RECALLED = "oasis/email/consent_ended", "oasis/email/consent_recalled"


def revoke(*consents, **fields):
    defaults = {"told_by": "Rosa Núñez, mother", "revoked_by": None, "now": timezone.now()}
    return [(each.referral.number, each.what) for each in revoke_consent(consents=list(consents), **defaults | fields)]


def ready_referral(**fields):
    referral = create_referral(**fields)
    sign(referral, directions=[OUT, BACK])
    return Referral.objects.get(pk=referral.pk)


def sent_referral(**fields):
    referral = ready_referral(**fields)
    return send_referral(referral=referral, by=referral.owner, version=referral.version, now=timezone.now())


@pytest.mark.django_db
def test_what_is_ready_waits_for_consent_again():
    referral = ready_referral()

    ended = revoke(referral.consent)

    referral.refresh_from_db()
    assert ended == [(referral.number, "stopped")]
    assert referral.state == State.AWAITING_CONSENT
    assert [mail.context["what"] for mail in mails(ENDED)] == ["stopped"]
    assert mails(RECALLED) == []


@pytest.mark.django_db
def test_what_another_consent_covers_stays_ready():
    referral = ready_referral()
    other = create_consent(referral.student, provider=referral.service.provider)

    ended = revoke(Consent.objects.get(pk=referral.consent_id))

    referral.refresh_from_db()
    assert ended == [(referral.number, "ready_again")]
    assert (referral.state, referral.consent) == (State.READY, other)


@pytest.mark.django_db
def test_what_no_provider_has_opened_is_recalled_and_its_link_ends():
    referral = sent_referral()

    ended = revoke(referral.consent)

    referral.refresh_from_db()
    assert ended == [(referral.number, "recalled")]
    assert referral.state == State.RECALLED
    assert [opens(link, now=timezone.now()) for link in referral.provider_links.all()] == [False]
    assert ReferralEvent.objects.get(move="recall").actor == "family"
    assert [(mail.to, mail.context["number"]) for mail in mails(RECALLED)] == [
        (referral.service.provider.contacts.get().email, referral.number)
    ]


@pytest.mark.django_db
def test_who_has_read_it_is_told_and_the_log_is_kept():
    referral = sent_referral()
    referral = make_move(referral=referral, move="open", actor=PROVIDER, version=referral.version, now=timezone.now())
    disclosed = Disclosure.objects.count()

    ended = revoke(referral.consent)

    referral.refresh_from_db()
    assert ended == [(referral.number, "with_provider")]
    assert referral.state == State.OPENED
    assert len(mails(RECALLED)) == 1
    assert Disclosure.objects.count() == disclosed


@pytest.mark.django_db
def test_the_provider_may_report_no_more_once_the_second_consent_ends():
    referral = sent_referral()
    back = Consent.objects.get(direction="back")

    ended = revoke(back)

    assert ended == [(referral.number, "may_not_report")]
    assert "to tell the school what comes of referral" in render(mails(RECALLED)[0]).body


@pytest.mark.django_db
def test_who_may_still_report_by_another_consent_is_not_told_otherwise():
    referral = sent_referral()
    create_consent(referral.student, provider=referral.service.provider, direction="back")

    assert revoke(Consent.objects.filter(direction="back").order_by("pk").first()) == []


@pytest.mark.django_db
def test_each_referral_of_the_student_is_told_what_ended_for_it():
    recalled = sent_referral()
    reported = send_referral(referral=ready_of_the_same(recalled), by=recalled.owner, version=1, now=timezone.now())

    ended = revoke(recalled.consent, *Consent.objects.filter(direction="back"))

    assert ended == [(recalled.number, "recalled"), (reported.number, "may_not_report")]


def ready_of_the_same(referral):
    """Another referral to the same provider, ready on a consent of its own that lasts longer."""
    create_consent(referral.student, provider=referral.service.provider, expires_on=today() + timedelta(days=400))
    other = create_referral(
        logged_by=create_assignment(site=referral.site), student=referral.student, service=referral.service
    )
    return make_move(referral=other, move="make_ready", actor="staff", version=0, now=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize("relation", ["parent", "minor_student"], ids=["of another provider", "by which it never told"])
def test_a_second_consent_that_was_not_the_referrals_silences_nobody(relation):
    referral = create_referral()
    sign(referral, directions=[OUT])
    referral.refresh_from_db()
    send_referral(referral=referral, by=referral.owner, version=referral.version, now=timezone.now())
    provider = create_provider() if relation == "parent" else referral.service.provider
    other = create_consent(referral.student, provider=provider, direction="back", relation=relation)

    assert revoke(other) == []


@pytest.mark.django_db
def test_what_was_revoked_is_not_offered_again_with_its_twin():
    referral = ready_referral()
    back = Consent.objects.get(direction="back")
    assert signed_together(referral.consent) == [back]

    revoke(back)

    assert signed_together(referral.consent) == []


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["recalled", "may_not_report", "with_provider", "stopped"])
def test_letters_hold_the_number_and_nothing_of_the_student(what):
    referral = sent_referral(reason="Squints")
    revoke(referral.consent)
    letters = [*mails(ENDED), *mails(RECALLED)]
    for letter in letters:
        letter.context |= {"what": what}

    words = "".join(letter.subject + letter.body for letter in map(render, letters))

    assert referral.number in words
    assert [word for word in ("Ana", "Núñez", "Rosa", "Vision", "Squints") if word in words] == []


@pytest.mark.django_db
def test_referrals_on_other_consents_are_left_alone():
    referral = sent_referral()
    other = sent_referral(logged_by=create_assignment(site=referral.site), student=referral.student)

    revoke(referral.consent)

    other.refresh_from_db()
    assert other.state == State.SENT


@pytest.mark.django_db
def test_a_consent_ends_once():
    referral = ready_referral()
    revoke(referral.consent)

    with pytest.raises(CannotRevoke):
        revoke(referral.consent)


@pytest.mark.django_db
def test_staff_who_saw_by_the_consent_are_told_and_see_nothing_more():
    referral = create_referral()
    union = Organization.objects.create(name="Classified Employees 99")
    by_consent = {"basis": Assignment.Basis.CONSENT, "employer": union}
    steward = create_assignment(site=referral.site, **by_consent)
    leader = create_assignment(role=Role.PROGRAM_ADMINISTRATOR, district=steward.district, **by_consent)
    create_assignment(site=create_site(create_school(steward.district)), **by_consent)
    create_assignment(site=referral.site, employer=union)
    create_assignment(role=Role.AUDITOR, district=steward.district, **by_consent)
    (consent,) = sign(referral, organizations=(union,))

    revoke(consent)

    letters = mails("oasis/email/consent_ended_access")
    assert {letter.to for letter in letters} == {steward.user.email, leader.user.email}
    assert [letter.context for letter in letters] == [{"student": referral.student_id}] * 2
    assert not Consent.objects.active(on=today()).naming([union]).exists()


@pytest.mark.django_db
def test_what_would_end_is_counted_before():
    referral = sent_referral()

    assert would_end([referral.consent]) == {"recalled": 1, "stopped": 0, "with_provider": 0}


def send(referral):
    fresh = Referral.objects.get(pk=referral.pk)
    send_referral(referral=fresh, by=fresh.owner, version=fresh.version, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_no_referral_stays_sent_when_its_consent_is_revoked_at_the_same_moment():
    referrals = [ready_referral() for _each in range(4)]
    for referral in referrals:
        press_at_once(
            [lambda referral=referral: send(referral), lambda referral=referral: revoke(referral.consent)],
            refusals=(CannotMove,),
        )

    states = set(Referral.objects.values_list("state", flat=True))
    assert states <= {State.RECALLED, State.AWAITING_CONSENT}
    assert ConsentRevocation.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_control_without_the_locks_one_may_stay_sent(monkeypatch):
    """The revocation looks before the sending is done, and writes after."""
    referral = ready_referral()
    consent = Consent.objects.get(pk=referral.consent_id)
    stale = list(Referral.objects.filter(pk=referral.pk).exclude(pk=referral.pk))
    send(referral)
    monkeypatch.setattr(revoking, "_lock_referrals", lambda student: stale)

    revoke(consent)

    referral.refresh_from_db()
    assert referral.state == State.SENT


@pytest.mark.django_db
def test_nothing_is_sent_on_a_consent_that_was_revoked_after_it_was_ready():
    referral = ready_referral()
    ConsentRevocation.objects.create(consent=referral.consent, revoked_at=timezone.now(), told_by="Rosa")

    with pytest.raises(CannotMove):
        send(referral)

    assert Referral.objects.get(pk=referral.pk).state == State.READY


@pytest.mark.django_db(transaction=True)
def test_two_revocations_at_once_are_one():
    referral = ready_referral()

    outcomes = press_at_once([lambda: revoke(referral.consent)] * 2, refusals=(CannotRevoke,))

    assert outcomes == ["CannotRevoke", "done"]
    assert ConsentRevocation.objects.count() == 1
