from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from convenings.cancelling import cancel_registration
from convenings.cosigning import (
    SALT,
    LinkNotValid,
    ask_co_lead,
    co_lead_token,
    confirm_as_co_lead,
    registration_of_token,
)
from convenings.refusing import CannotRegister
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    return register(create_convening(), co_lead_name="Uma", co_lead_email="Uma@Example.org")


def link(registration):
    return f"/teams/co-lead/{co_lead_token(registration)}/"


def test_co_lead_looks_with_get_and_confirms_with_post(registration):
    stranger = Client()

    looked = stranger.get(link(registration))
    registration.refresh_from_db()
    assert (looked.status_code, registration.is_jointly_confirmed()) == (200, False)

    pressed = stranger.post(link(registration), follow=True)
    registration.refresh_from_db()
    assert "this team is jointly confirmed" in pressed.content.decode()
    assert registration.is_jointly_confirmed()


def test_confirming_twice_counts_once(registration):
    confirm_as_co_lead(registration=registration, now=timezone.now())
    confirm_as_co_lead(registration=registration, now=timezone.now() + timedelta(days=1))

    entry = Entry.objects.get(deed="confirm_as_co_lead")
    assert (entry.done_by, entry.done_by_label) == (None, "uma@example.org")


def test_registrar_is_told_of_the_co_leads_word_once(registration):
    confirm_as_co_lead(registration=registration, now=timezone.now())
    confirm_as_co_lead(registration=registration, now=timezone.now())

    letter = Email.objects.get(template="convenings/email/registration_signed")
    assert letter.to == registration.registered_by.email
    assert letter.context["co_lead"] == "Uma"


def test_expired_link_says_so(registration, monkeypatch):
    token = co_lead_token(registration)
    later = timezone.now() + timedelta(days=22)
    monkeypatch.setattr(signing.time, "time", later.timestamp)

    with pytest.raises(LinkNotValid, match="expired"):
        registration_of_token(token)
    assert Client().get(f"/teams/co-lead/{token}/").status_code == 410


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-4],
        lambda token: token + "x",
        lambda token: "nonsense",
        lambda token: signing.dumps([1, "uma@example.org"], salt="another"),
        lambda token: signing.dumps("not a pair", salt=SALT),
    ],
    ids=["cut", "longer", "nonsense", "other-salt", "other-shape"],
)
def test_spoiled_link_opens_nothing(registration, spoil):
    response = Client().get(f"/teams/co-lead/{spoil(co_lead_token(registration))}/")

    assert response.status_code == 410
    assert str(registration.district) not in response.content.decode()


def test_link_of_an_earlier_co_lead_stops_counting(registration):
    earlier = co_lead_token(registration)

    ask_co_lead(
        registration=registration,
        name="Nia",
        email="nia@example.org",
        asked_by=registration.registered_by,
        now=timezone.now(),
    )

    with pytest.raises(LinkNotValid, match="Somebody else is the co-lead"):
        registration_of_token(earlier)
    assert Email.objects.filter(to="nia@example.org", template="convenings/email/co_lead_asked").count() == 1


def test_another_co_lead_has_to_confirm_anew(registration):
    confirm_as_co_lead(registration=registration, now=timezone.now())

    ask_co_lead(
        registration=registration,
        name="Nia",
        email="nia@example.org",
        asked_by=registration.registered_by,
        now=timezone.now(),
    )

    registration.refresh_from_db()
    assert not registration.is_jointly_confirmed()


def test_co_lead_who_was_replaced_while_pressing_confirms_nothing(registration):
    page_of_uma = registration_of_token(co_lead_token(registration))
    ask_co_lead(
        registration=registration,
        name="Nia",
        email="nia@example.org",
        asked_by=registration.registered_by,
        now=timezone.now(),
    )

    confirm_as_co_lead(registration=page_of_uma, now=timezone.now())

    registration.refresh_from_db()
    assert (registration.co_lead_email, registration.is_jointly_confirmed()) == ("nia@example.org", False)


def test_link_of_a_cancelled_team_opens_nothing(registration):
    token = co_lead_token(registration)
    cancel_registration(
        registration=registration, cancelled_by=registration.registered_by, reason="Ill", now=timezone.now()
    )

    with pytest.raises(LinkNotValid, match="cancelled"):
        registration_of_token(token)


def test_co_lead_is_not_the_registrar(registration):
    with pytest.raises(CannotRegister, match="somebody else") as refusal:
        register(
            create_convening(),
            registered_by=registration.registered_by,
            co_lead_email=registration.registered_by.email.upper(),
        )

    assert refusal.value.field == "co_lead_email"


def test_co_lead_does_not_sit_on_the_registrars_side(registration):
    labor, management = registration.seats.all()
    asked = {"registration": registration, "asked_by": registration.registered_by, "now": timezone.now()}

    with pytest.raises(CannotRegister, match="same side as you"):
        ask_co_lead(name="", email=management.email, **asked)
    ask_co_lead(name="", email=labor.email, **asked)

    registration.refresh_from_db()
    assert registration.co_lead_email == labor.email


def test_link_page_answers_only_so_often(registration):
    client = Client()

    answers = [client.get(link(registration)).status_code for _n in range(61)]

    assert (answers[59], answers[60]) == (200, 429)
