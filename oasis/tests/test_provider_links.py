"""Links that ended, were forged or were guessed, and forms that other sites send."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oasis.models import ProviderLink
from oasis.provider_links import opens, revoke_link, standing_link
from oasis.providers.models import Contact

from .factories import create_assignment, sign_in
from .provider_browser import PRIVATE, opened, page, sent_link, shown

pytestmark = pytest.mark.django_db


def test_an_old_link_asks_for_a_new_one_to_the_address_on_file():
    link = sent_link()
    ProviderLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    client = Client()
    assert "This link has run out" in client.get(page(link)).content.decode()

    client.post(page(link, "reply_new_link"))

    new = ProviderLink.objects.get(revoked_at=None)
    assert (new == link, new.email) == (False, link.email)
    assert shown(opened(new).get(page(new))) == PRIVATE


def test_a_link_taken_back_opens_nothing_and_brings_no_new_one():
    link = sent_link()
    client = opened(link)
    revoke_link(link=link, by=link.referral.owner, now=timezone.now())

    assert shown(client.get(page(link))) == []
    response = client.post(page(link, "reply_new_link"), follow=True)

    assert "The school took this link back" in response.content.decode()
    assert ProviderLink.objects.count() == 1


def test_a_link_opens_for_30_days():
    link = sent_link()

    assert link.expires_at - link.sent_at == timedelta(days=30)
    assert [opens(link, now=link.expires_at - timedelta(seconds=short)) for short in (1, 0)] == [True, False]


def test_a_reminder_tells_the_link_again_while_it_opens_for_a_week():
    link = sent_link()
    week, moment = link.expires_at - timedelta(days=7), timedelta(seconds=1)

    assert standing_link(link.referral, email=link.email.upper(), now=week - moment) == link
    new = standing_link(link.referral, email=link.email, now=week)

    link.refresh_from_db()
    assert (new == link, opens(link, now=week), opens(new, now=week)) == (False, False, True)


@pytest.mark.parametrize("changed", ["address", "key"])
def test_a_reminder_brings_a_new_link_where_the_old_one_cannot_be_told_again(changed, settings):
    link = sent_link()
    email = "another@example.org" if changed == "address" else link.email
    settings.SECRET_KEY = "another" * 10 if changed == "key" else settings.SECRET_KEY

    assert standing_link(link.referral, email=email, now=timezone.now()) != link


def test_taken_back_twice_it_is_taken_back_once():
    link, first = sent_link(), timezone.now()
    for later in range(2):
        revoke_link(link=link, by=link.referral.owner, now=first + timedelta(hours=later))

    link.refresh_from_db()
    assert (link.revoked_at, link.uses.filter(what="revoked").count()) == (first, 1)


def test_a_forged_link_is_not_found():
    sent_link()

    assert Client().get(reverse("oasis:reply", args=["17.000000:1abcde:" + "x" * 43])).status_code == 410


def test_links_are_guessed_300_times_an_hour_at_most():
    client, address = Client(), reverse("oasis:reply", args=["guess"])

    assert {client.get(address).status_code for _guess in range(300)} == {410}
    assert client.get(address).status_code == 429


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 302),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "https://evil.example.org"}, 403),
        ({"Origin": "http://testserver"}, 302),
    ],
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else str(value),
)
def test_forms_of_other_sites_are_refused(headers, status):
    link = sent_link()
    client = Client(enforce_csrf_checks=True)
    html = client.get(page(link)).content.decode()
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html))

    response = client.post(page(link, "reply_code"), {"csrfmiddlewaretoken": token}, headers=headers)

    assert response.status_code == status
    # Control: without the form's token nothing helps.
    assert client.post(page(link, "reply_code"), headers=headers).status_code == 403


def test_over_https_a_browser_that_says_nothing_of_itself_is_refused():
    link = sent_link()
    client = Client(enforce_csrf_checks=True)
    html = client.get(page(link), secure=True).content.decode()
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html))

    told = {"data": {"csrfmiddlewaretoken": token}, "headers": {"Origin": "null"}}
    assert client.post(page(link, "reply_code"), **told, secure=True).status_code == 403
    assert client.post(page(link, "reply_code"), **told).status_code == 302


def test_staff_send_a_new_link_or_take_it_back_at_their_own_site(client):
    link = sent_link()
    assignment = link.referral.owner.oasis_assignments.get()
    stranger = Client()
    sign_in(stranger, create_assignment())
    assert stranger.post(reverse("oasis:provider_link_revoke", args=[link.pk])).status_code == 404
    assert stranger.post(reverse("oasis:provider_link_send", args=[link.referral.number])).status_code == 404
    sign_in(client, assignment)

    client.post(reverse("oasis:provider_link_send", args=[link.referral.number]))
    newest = ProviderLink.objects.get(revoked_at=None)
    client.post(reverse("oasis:provider_link_revoke", args=[newest.pk]))

    assert ProviderLink.objects.count() == 2
    assert ProviderLink.objects.filter(revoked_at=None).count() == 0


def test_new_links_are_asked_for_three_times_a_day_and_need_an_address():
    link = sent_link()
    address = page(link, "reply_new_link")
    Contact.objects.update(receives_referrals=False)
    assert "has not named an address" in Client().post(address, follow=True).content.decode()

    for _press in range(2):
        Client().post(address)

    assert "A new link was sent already" in Client().post(address, follow=True).content.decode()


def test_staff_are_told_when_no_link_can_be_sent(client):
    link = sent_link()
    sign_in(client, link.referral.owner.oasis_assignments.get())
    address = reverse("oasis:provider_link_send", args=[link.referral.number])
    Contact.objects.update(receives_referrals=False)

    assert "has not named an address" in client.post(address, follow=True).content.decode()

    for _press in range(29):
        client.post(address)
    assert client.post(address).status_code == 429


def test_pages_are_told_to_nobody_and_kept_by_nobody():
    response = Client().get(page(sent_link()))

    assert {name: response.headers[name] for name in ("Referrer-Policy", "X-Robots-Tag", "Cache-Control")} == {
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "no-store, private",
    }
