"""The consent form by an e-mailed link and a code: what a parent does, and what nobody else can."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from lmi_portal.masking import MASK, SECRETS
from lmi_portal.outbox.rendering import render
from oasis.asking_consent import CODES_AN_HOUR, WRONG_CODES, CannotOpenForm, open_form, request_consent, send_form_code
from oasis.models import Consent, ConsentRequest, State
from oasis.refusing import CannotConsent

from .consent_factories import alone, ask, create_confidential_referral, mails, terms_for
from .factories import create_referral

pytestmark = pytest.mark.django_db
ASKED, CODE = "family/email/consent_asked", "family/email/consent_code"


@pytest.fixture
def referral():
    return create_referral(reason="Squints at the board")


@pytest.fixture
def link(referral):
    """The path in the letter that a parent got."""
    return send_link(referral)


def send_link(referral, asked=None):
    asked = asked or ask(referral)
    request_consent(asked=asked, email="rosa@example.org", by=referral.logged_by, now=timezone.now())
    return urlsplit(mails(ASKED)[-1].facts()["link"]).path


def code():
    return mails(CODE)[-1].facts()["code"]


def opened(link):
    """A browser in which the code was typed."""
    client = Client()
    client.post(f"{link}code/")
    client.post(f"{link}open/", {"code": code()})
    return client


def test_the_letter_holds_neither_the_student_s_name_nor_the_need(referral, link):
    letter = render(mails(ASKED)[0])

    words = letter.subject + letter.body + letter.alternatives[0].content
    assert [word for word in ("Ana", "Núñez", "Vision", "Squints", "lentes", referral.number) if word in words] == []
    assert letter.subject == "La escuela le pide permiso"
    assert link in letter.body


def test_a_parent_opens_the_link_with_the_code_signs_and_saves_the_copy(referral, link):
    client = opened(link)

    form = client.get(link)
    done = client.post(link, {"may_tell": "on", "may_report": "on", "name": "Rosa Núñez"}, follow=True)

    referral.refresh_from_db()
    assert "Ana Núñez" in form.text
    assert "Gracias. Usted firmó." in done.text
    assert client.get(f"{link}copy.pdf").content.startswith(b"%PDF-")
    assert referral.state == State.READY
    assert set(Consent.objects.values_list("direction", "way", "is_copy_given", "recorded_by")) == {
        ("out", "link", True, None),
        ("back", "link", True, None),
    }
    assert [mail.context["is_given"] for mail in mails("oasis/email/consent_answered")] == [True]


def test_a_referral_awaits_the_consent_once_the_link_is_sent(referral, link):
    referral.refresh_from_db()

    assert referral.state == State.AWAITING_CONSENT


def test_a_parent_says_no(referral, link):
    client = opened(link)

    done = client.post(f"{link}no/", follow=True)

    assert "Usted dijo que no" in done.text
    assert Consent.objects.count() == 0
    assert [mail.context["is_given"] for mail in mails("oasis/email/consent_answered")] == [False]
    assert client.get(f"{link}copy.pdf").status_code == 410


def test_a_mail_scanner_that_follows_the_link_changes_nothing_and_reads_nothing(link):
    before = list(ConsentRequest.objects.values())

    answers = [Client().get(link), Client().head(link), Client().get(f"{link}copy.pdf")]
    refused = [
        getattr(Client(), way)(f"{link}{page}/").status_code
        for way in ("get", "head")
        for page in ("code", "open", "no")
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 410]
    assert "Ana" not in answers[0].text
    assert refused == [405] * 6
    assert list(ConsentRequest.objects.values()) == before
    assert mails(CODE) == []


def test_the_page_is_kept_by_nobody_and_tells_nobody_where_it_is(link):
    headers = Client().get(link).headers

    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["Content-Language"] == "es"


def test_without_the_code_nothing_is_signed(link):
    Client().post(link, {"may_tell": "on", "name": "Rosa Núñez"})

    assert Consent.objects.count() == 0


def test_the_code_opens_one_browser_and_no_other(link):
    opened(link)

    assert "Ana" not in Client().get(link).text


@pytest.mark.parametrize("typed", ["000000", "", "abc", "٠٠٠٠٠٠"], ids=["wrong", "empty", "letters", "other digits"])
def test_a_wrong_code_opens_nothing(link, typed, monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda most: 123456)
    client = Client()
    client.post(f"{link}code/")

    client.post(f"{link}open/", {"code": typed})

    assert "Ana" not in client.get(link).text


def test_ten_wrong_codes_end_the_link(referral, link, monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda most: 123456)
    asked = ConsentRequest.objects.get()
    send_form_code(asked=asked, now=timezone.now())
    for _guess in range(WRONG_CODES):
        with pytest.raises(CannotOpenForm):
            open_form(asked=asked, code="000000", now=timezone.now())

    with pytest.raises(CannotOpenForm):
        open_form(asked=asked, code="123456", now=timezone.now())

    assert Client().get(link).status_code == 410


def test_control_nine_wrong_codes_leave_it_open(link, monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda most: 123456)
    asked = ConsentRequest.objects.get()
    send_form_code(asked=asked, now=timezone.now())
    for _guess in range(WRONG_CODES - 1):
        with pytest.raises(CannotOpenForm):
            open_form(asked=asked, code="000000", now=timezone.now())

    open_form(asked=asked, code="123 456", now=timezone.now())


def test_a_code_counts_once_and_for_a_quarter_of_an_hour(link):
    asked, now = ConsentRequest.objects.get(), timezone.now()
    send_form_code(asked=asked, now=now)
    late = now + timedelta(minutes=16)

    with pytest.raises(CannotOpenForm):
        open_form(asked=asked, code=code(), now=late)
    open_form(asked=asked, code=code(), now=now)
    with pytest.raises(CannotOpenForm):
        open_form(asked=asked, code=code(), now=now)


def test_only_so_many_codes_an_hour(link):
    asked = ConsentRequest.objects.get()
    for _each in range(CODES_AN_HOUR):
        send_form_code(asked=asked, now=timezone.now())

    with pytest.raises(CannotOpenForm):
        send_form_code(asked=asked, now=timezone.now())

    assert len(mails(CODE)) == CODES_AN_HOUR


def test_only_so_many_tries_an_hour_from_one_address(link):
    client = Client()

    statuses = [client.get(link).status_code for _each in range(61)]

    assert (statuses[59], statuses[60]) == (200, 429)


def test_forged_expired_and_replaced_links_open_nothing(referral, link):
    asked = ConsentRequest.objects.get()
    forged = link[:-2] + ("A" if link[-2] != "A" else "B") + "/"
    newer = send_link(referral, asked)
    statuses = [Client().get(address).status_code for address in (forged, link, newer)]
    ConsentRequest.objects.update(expires_at=timezone.now())

    assert [*statuses, Client().get(newer).status_code] == [410, 410, 200, 410]


def test_a_new_link_asks_for_its_own_code(referral, link):
    client = opened(link)

    newer = send_link(referral, ConsentRequest.objects.get())

    assert client.get(link).status_code == 410
    with pytest.raises(CannotOpenForm):
        open_form(asked=ConsentRequest.objects.get(), code=code(), now=timezone.now())
    assert Client().get(newer).status_code == 200


def test_a_form_signed_elsewhere_meanwhile_is_not_signed_again(referral, link):
    client = opened(link)
    client.post(link, {"may_tell": "on", "name": "Rosa Núñez"})

    client.post(link, {"may_tell": "on", "name": "Somebody else"})

    assert [consent.signer_name for consent in Consent.objects.all()] == ["Rosa Núñez"]


def test_the_language_of_the_page_can_be_changed_and_is_kept_in_the_address(link):
    client = Client()
    english = client.get(f"{link}?language=en")

    assert "The school asks for your permission" in english.text
    assert f"{link}code/?language=en" in english.text


def test_the_database_keeps_digests_alone(link):
    token = resolve(link).kwargs["token"]
    send_form_code(asked=ConsentRequest.objects.get(), now=timezone.now())
    digits = re.sub(r"\D", "", code())

    row = str(ConsentRequest.objects.values().get())

    assert (token in row, digits in row) == (False, False)


def test_logs_leave_the_link_out(link):
    assert SECRETS.sub(MASK, f"GET {link} 200") == f"GET /oasis/sign/{MASK}/ 200"


def test_no_link_is_mailed_to_a_minor_who_consents_alone():
    referral = create_confidential_referral()
    asked = ask(referral, **alone(referral))

    with pytest.raises(CannotConsent):
        request_consent(asked=asked, email="ana@example.org", by=referral.logged_by, now=timezone.now())

    assert terms_for(referral, **alone(referral)).records == ("name", "contact")
