"""A provider's page: what it shows, to whom, and for how long."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oasis.models import Disclosure, State
from oasis.moves import STAFF
from oasis.moving import make_move
from oasis.opened_links import KEY

from .factories import create_consent
from .provider_browser import PRIVATE, answer, opened, page, sent_link, shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_mail_scanner_changes_nothing_and_sees_a_number(method):
    link = sent_link()

    with CaptureQueriesContext(connection) as queries:
        responses = [
            getattr(Client(), method)(page(link, name, **kwargs))
            for name, kwargs in [
                *[(name, {}) for name in ("reply", "reply_code", "reply_open", "reply_new_link", "reply_leave")],
                ("reply_answer", {"move": "accept"}),
            ]
        ]

    assert [response.status_code for response in responses] == [200, 405, 405, 405, 405, 302]
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert [shown(response) for response in responses] == [[]] * 6
    link.referral.refresh_from_db()
    assert link.referral.state == State.SENT


def test_the_code_opens_what_the_consent_names_and_no_more():
    link = sent_link()

    response = opened(link).get(page(link))

    html = response.content.decode()
    assert shown(response) == PRIVATE
    # Control: the consent of the tests names neither the date of birth nor the language.
    assert ("Date of birth" in html, "Language" in html) == (False, False)
    assert link.referral.state == State.OPENED
    told = Disclosure.objects.get()
    assert (told.recipient, told.records, told.referral_number, told.student_number) == (
        str(link.referral.service.provider),
        ["contact", "name", "reason", "school"],
        link.referral.number,
        link.referral.student_id,
    )


def test_what_is_opened_leaves_the_screen_once_it_closed():
    link = sent_link()

    assert opened(link).get(page(link)).headers["Refresh"] == "1805"
    assert "Refresh" not in Client().get(page(link)).headers


def test_another_browser_sees_the_number_alone():
    link = sent_link()
    opened(link)

    assert shown(Client().get(page(link))) == []


def test_what_is_opened_closes_after_30_minutes_and_when_asked():
    link = sent_link()
    client = opened(link)
    session = client.session
    session[KEY] = {str(link.pk): (timezone.now() - timedelta(minutes=31)).isoformat()}
    session.save()

    assert shown(client.get(page(link))) == []

    opened(link, client)
    assert shown(client.get(page(link))) == PRIVATE
    client.post(page(link, "reply_leave"))
    assert shown(client.get(page(link))) == []


def test_a_referral_by_minor_consent_shows_the_name_and_the_safe_contact_alone():
    link = sent_link()
    referral = link.referral
    referral.student.safe_contact = "Locker 12, before first bell"
    referral.student.save()
    type(referral).objects.filter(pk=referral.pk).update(is_confidential=True)
    create_consent(referral.student, provider=referral.service.provider, relation="minor_student")

    response = opened(link).get(page(link))

    assert shown(response) == ["Xiomara", "Quiñones"]
    assert "Locker 12, before first bell" in response.content.decode()


def test_what_the_open_page_shows_of_a_newer_consent_is_logged_once():
    link = sent_link()
    client = opened(link)
    client.get(page(link))
    assert Disclosure.objects.count() == 1

    create_consent(
        link.referral.student,
        provider=link.referral.service.provider,
        records=["name", "birth_date"],
        expires_on=timezone.localdate() + timedelta(days=90),
    )
    html = client.get(page(link)).content.decode()
    client.get(page(link))

    assert "Date of birth" in html
    told = Disclosure.objects.order_by("number").last()
    assert (Disclosure.objects.count(), told.records) == (2, ["birth_date", "name"])


def test_what_staff_answer_while_the_page_is_open_is_logged_once():
    link = sent_link()
    client = opened(link)
    answer(client, link, "ask_info", note="Which days?")
    referral = link.referral
    make_move(
        referral=referral,
        move="give_info",
        actor=STAFF,
        by=referral.owner,
        version=referral.version,
        note="Mondays",
        now=timezone.now(),
    )

    html = client.get(page(link)).content.decode()
    client.get(page(link))

    assert "Mondays" in html
    assert Disclosure.objects.count() == 2
