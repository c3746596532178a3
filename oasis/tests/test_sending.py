import re
from datetime import timedelta

import pytest
from django.utils import timezone

from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render
from oasis.models import Disclosure, ProviderLink, Referral, State
from oasis.moves import STAFF
from oasis.moving import make_move
from oasis.provider_links import link_of_token, revoke_link, standing_link, token_of
from oasis.providers.models import Contact
from oasis.providers.tests.factories import create_need, create_provider, create_service, place
from oasis.refusing import CannotSend, Outdated
from oasis.sending import recipient_of, send_new_link, send_referral

from .factories import create_assignment, create_consent, create_referral, create_site, create_student

pytestmark = pytest.mark.django_db


def ready_referral(**fields):
    referral = create_referral(**fields)
    create_consent(referral.student, provider=referral.service.provider)
    return make_move(referral=referral, move="make_ready", actor=STAFF, version=0, now=timezone.now())


def send(referral, **fields):
    return send_referral(
        **{"referral": referral, "by": referral.owner, "version": referral.version, "now": timezone.now()} | fields
    )


def letter_as_sent():
    """All of it that leaves the portal: subject, text and HTML."""
    message = render(Email.objects.get())
    return "\n".join([message.subject, message.body, message.alternatives[0].content])


def test_sending_moves_the_referral_and_mails_a_link_to_the_address_on_file():
    referral = send(ready_referral())

    link = ProviderLink.objects.get()
    letter = Email.objects.get()
    assert (referral.state, link.referral, link.expires_at - link.sent_at) == (
        State.SENT,
        referral,
        timedelta(days=30),
    )
    assert (letter.to, letter.is_private) == (Contact.objects.get().email, True)
    assert letter.context == {
        "number": referral.number,
        "link": f"http://localhost:8000/oasis/reply/{token_of(link)}/",
        "days": 30,
    }


def test_letter_tells_nothing_of_the_student_the_family_or_the_need():
    service = create_service(create_provider(name="Quiet Harbor"), name="Grief circle")
    # Ana, the student of other tests, is part of “Management”.
    student = create_student(site=(site := create_site()), given_name="Xiomara", family_name="Quiñones")
    referral = create_referral(
        logged_by=create_assignment(site=site),
        student=student,
        service=service,
        need=create_need("bereavement"),
        reason="Lost an uncle",
    )
    create_consent(referral.student, provider=service.provider)
    referral = make_move(referral=referral, move="make_ready", actor=STAFF, version=0, now=timezone.now())
    guardian = student.household.guardians.get()

    send(referral)

    letter = letter_as_sent()
    private = [
        *(student.given_name, student.family_name, student.number, str(student.born_on), referral.reason),
        *(guardian.name, guardian.phone, guardian.email, student.household.name, student.school.name),
        *(service.name, service.provider.name, referral.need.name, referral.need.slug, referral.owner.email),
    ]
    assert [word for word in private if word and word.casefold() in letter.casefold()] == []
    # Control: it is the letter that was looked through.
    assert referral.number in letter


def test_what_leaves_with_the_letter_is_no_disclosure_as_it_tells_nothing():
    send(ready_referral())

    assert Disclosure.objects.count() == 0


def test_the_service_s_own_desk_comes_before_the_place_s_and_the_provider_s():
    referral = create_referral()
    provider_desk = recipient_of(referral)
    referral.service_at_location = place(referral.service)
    referral.save()
    at_place = Contact.objects.create(
        service_at_location=referral.service_at_location, email="place@example.org", receives_referrals=True
    )
    assert recipient_of(referral) == at_place

    own = Contact.objects.create(service=referral.service, email="own@example.org", receives_referrals=True)

    assert recipient_of(referral) == own
    assert provider_desk.provider == referral.service.provider


def test_without_an_address_for_referrals_nothing_is_sent():
    referral = ready_referral()
    Contact.objects.update(receives_referrals=False)

    with pytest.raises(CannotSend) as refusal:
        send(referral)

    assert str(refusal.value) == (
        "This provider has not named an address for referrals. Hand the information to the family instead."
    )
    assert (Referral.objects.get().state, ProviderLink.objects.count()) == (State.READY, 0)


def test_who_comes_second_sends_nothing():
    referral = ready_referral()
    send(referral)

    with pytest.raises(Outdated):
        send(referral)

    assert (ProviderLink.objects.count(), Email.objects.count()) == (1, 1)


def test_database_keeps_the_link_s_digest_alone_and_still_finds_it():
    send(ready_referral())
    link = ProviderLink.objects.get()
    token = token_of(link)

    assert link_of_token(token) == link
    assert token not in str(ProviderLink.objects.values().get())
    assert link_of_token(token[:-1] + ("A" if token[-1] != "A" else "B")) is None


def test_link_is_shaped_so_that_logs_leave_it_out():
    send(ready_referral())

    assert re.fullmatch(r"[\w.-]+:\w{6,7}:[\w-]{43}", token_of(ProviderLink.objects.get()))


def test_new_link_ends_the_one_before():
    referral = send(ready_referral())
    first = ProviderLink.objects.get()

    second = send_new_link(referral=referral, now=timezone.now())

    first.refresh_from_db()
    assert (first.revoked_at is None, second.revoked_at, Email.objects.count()) == (False, None, 2)


def test_no_new_link_to_a_referral_that_is_over():
    referral = send(ready_referral())
    referral = make_move(referral=referral, move="recall", actor=STAFF, version=referral.version, now=timezone.now())

    with pytest.raises(CannotSend) as refusal:
        send_new_link(referral=referral, now=timezone.now())

    assert str(refusal.value) == "This referral is over, so its provider needs no link any more."


def test_revoked_twice_it_counts_once():
    referral = send(ready_referral())
    link = ProviderLink.objects.get()

    for _press in range(2):
        revoke_link(link=link, by=referral.owner, now=timezone.now())

    assert list(link.uses.order_by("pk").values_list("what", flat=True)) == ["sent", "revoked"]


@pytest.mark.parametrize(("days", "is_same"), [(20, True), (25, False)], ids=["opens for a week more", "does not"])
def test_reminder_tells_the_same_link_while_it_opens_long_enough(days, is_same):
    referral = send(ready_referral())
    link = ProviderLink.objects.get()

    found = standing_link(referral, email=link.email, now=link.sent_at + timedelta(days=days))

    assert (found == link) == is_same


def test_reminder_brings_a_new_link_after_the_secret_key_changed(settings):
    referral = send(ready_referral())
    link = ProviderLink.objects.get()
    settings.SECRET_KEY = "another-key" * 5

    found = standing_link(referral, email=link.email, now=timezone.now())

    assert found != link
    assert link_of_token(token_of(found)) == found


def test_what_has_no_service_or_was_not_sent_has_no_link():
    referral = create_referral(service=create_service())
    with pytest.raises(CannotSend, match="was not sent to a provider"):
        send_new_link(referral=referral, now=timezone.now())

    referral.service = None
    referral.save()

    assert recipient_of(referral) is None
