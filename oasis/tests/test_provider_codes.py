"""The code that opens a provider's link, and what is kept of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oasis import provider_codes
from oasis.answering import answer_referral
from oasis.models import ConsentRevocation, Disclosure, ProviderLink, ReferralEvent, State
from oasis.moves import STAFF
from oasis.moving import make_move
from oasis.provider_codes import CannotOpen, open_link, send_code
from oasis.provider_links import revoke_link
from oasis.refusing import CannotMove

from .provider_browser import mailed_code, opened, page, sent_link, shown

pytestmark = pytest.mark.django_db


def test_five_wrong_codes_lock_it_even_for_the_right_one():
    link = sent_link()
    send_code(link=link, now=timezone.now())
    right = mailed_code()
    wrong = "000 000" if right != "000 000" else "111 111"
    for _guess in range(5):
        with pytest.raises(CannotOpen, match="not the code"):
            open_link(link=link, code=wrong, now=timezone.now())

    with pytest.raises(CannotOpen, match="Five wrong codes"):
        open_link(link=link, code=right, now=timezone.now())

    assert sorted(link.uses.values_list("what", flat=True)) == ["code asked", "sent", *["wrong code"] * 5]
    # Control: four wrong ones do not.
    send_code(link=link, now=timezone.now())
    for _guess in range(4):
        with pytest.raises(CannotOpen):
            open_link(link=link, code="x", now=timezone.now())
    assert open_link(link=link, code=mailed_code(), now=timezone.now()).state == State.OPENED


def test_a_code_works_once_for_15_minutes_and_for_its_own_link():
    link, other = sent_link(), sent_link()
    now = timezone.now()
    send_code(link=other, now=now)
    others = mailed_code()
    send_code(link=link, now=now)
    code = mailed_code()

    with pytest.raises(CannotOpen):
        open_link(link=other, code=code if code != others else "x", now=now)
    with pytest.raises(CannotOpen, match="run out"):
        open_link(link=link, code=code, now=now + timedelta(minutes=16))
    open_link(link=link, code=code, now=now + timedelta(minutes=14))
    with pytest.raises(CannotOpen, match="run out"):
        open_link(link=link, code=code, now=now + timedelta(minutes=14))


def test_codes_are_asked_for_five_times_an_hour():
    link, now = sent_link(), timezone.now()
    for _press in range(5):
        send_code(link=link, now=now)

    with pytest.raises(CannotOpen, match="Too many codes"):
        send_code(link=link, now=now)

    send_code(link=link, now=now + timedelta(hours=2))


def test_codes_are_asked_for_ten_times_a_day():
    link, now = sent_link(), timezone.now()
    for number in range(10):
        send_code(link=link, now=now + timedelta(hours=2 * number))

    with pytest.raises(CannotOpen, match="Too many codes"):
        send_code(link=link, now=now + timedelta(hours=20))
    send_code(link=link, now=now + timedelta(hours=25))


def test_of_codes_and_addresses_digests_are_kept():
    link = sent_link()
    client = Client(REMOTE_ADDR="203.0.113.7")
    opened(link, client)

    client.post(page(link, "reply_code"))

    kept = str([ProviderLink.objects.values().get(), *link.uses.values()])
    assert mailed_code().replace(" ", "") not in kept
    assert "203.0.113.7" not in kept
    assert {len(use.address) for use in link.uses.exclude(what="sent")} == {32}


def test_a_consent_taken_back_meanwhile_leaves_the_number_alone():
    link = sent_link()
    client = opened(link)
    consent = link.referral.consent
    ConsentRevocation.objects.create(consent=consent, revoked_at=timezone.now(), told_by="Rosa")

    assert shown(client.get(page(link))) == []
    response = client.post(page(link, "reply_code"), follow=True)
    response = client.post(page(link, "reply_open"), {"code": mailed_code()})

    assert "The family’s consent has ended or was taken back" in response.content.decode()
    assert (shown(response), Disclosure.objects.count()) == ([], 1)
    assert link.uses.first().what == "no consent"


def test_a_referral_that_ends_between_code_and_opening_is_not_opened(monkeypatch):
    link = sent_link()
    send_code(link=link, now=timezone.now())
    real = provider_codes._try_code

    def withdrawn_meanwhile(*args, **kwargs):
        refusal = real(*args, **kwargs)
        type(link.referral).objects.filter(pk=link.referral_id).update(state="withdrawn", closed_at=timezone.now())
        return refusal

    monkeypatch.setattr(provider_codes, "_try_code", withdrawn_meanwhile)

    with pytest.raises(CannotOpen, match="This referral is over"):
        open_link(link=link, code=mailed_code(), now=timezone.now())
    assert Disclosure.objects.count() == 0


def test_a_code_of_no_digits_opens_nothing():
    link = sent_link()
    client = Client()
    client.post(page(link, "reply_code"))

    assert client.post(page(link, "reply_open"), {"code": ""}).status_code == 200
    assert link.uses.filter(what="wrong code").count() == 0


def test_opened_twice_it_moves_once_and_each_disclosure_is_logged():
    link = sent_link()

    opened(link)
    opened(link)

    assert ReferralEvent.objects.filter(move="open").count() == 1
    assert Disclosure.objects.count() == 2


def test_what_ended_meanwhile_refuses_in_words():
    link = sent_link()
    client = opened(link)
    version = link.referral.version
    send_code(link=link, now=timezone.now())
    code = mailed_code()
    make_move(
        referral=link.referral,
        move="withdraw",
        actor=STAFF,
        by=link.referral.owner,
        version=version,
        now=timezone.now(),
        note="Moved away",
    )

    with pytest.raises(CannotOpen, match="This referral is over"):
        open_link(link=link, code=code, now=timezone.now())
    assert "This referral is over" in client.post(page(link, "reply_code"), follow=True).content.decode()
    revoke_link(link=link, by=link.referral.owner, now=timezone.now())
    with pytest.raises(CannotOpen, match="This link has ended"):
        open_link(link=link, code=code, now=timezone.now())
    with pytest.raises(CannotMove, match="This link has ended"):
        answer_referral(link=link, move="accept", version=version, now=timezone.now())
