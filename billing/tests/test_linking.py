import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from billing.addressing import change_details
from billing.linking import (
    LinkNotValid,
    link_of_token,
    revoke_account_link,
    send_account_link,
    standing_link,
    token_of,
)
from billing.models import AccountLink
from billing.refusing import CannotBill
from districts.tests.factories import create_membership
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .factories import create_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return create_membership(is_lead=True).user


@pytest.fixture
def account(lead):
    return create_account(district=lead.memberships.get().district, ap_name="Ada", ap_email="Ada@Example.org")


@pytest.fixture
def link(account, lead):
    return send_account_link(account=account, sent_by=lead, now=timezone.now())


def page_of(link):
    return f"/account/shared/{token_of(link)}/"


def test_link_comes_by_a_private_e_mail_and_opens_the_account(link, lead):
    email = Email.objects.get(template="billing/email/account_link")

    message = render(email)

    assert (email.to, email.is_private) == ("ada@example.org", True)
    [address] = re.findall(r"http\S+/account/shared/\S+", message.body)
    assert f"{lead.get_full_name()} sends you the account of" in message.body
    assert Client().get(urlsplit(address).path).status_code == 200


def test_every_link_that_opens_can_be_taken_back(client, account, lead):
    links = [send_account_link(account=account, sent_by=lead, now=timezone.now()) for _n in range(12)]
    for link in links[1:]:
        revoke_account_link(link=link, revoked_by=lead, now=timezone.now())
    client.force_login(lead)

    shown = client.get(f"/account/{account.district.cd_code}/details/").context["links"]

    assert (len(shown), shown[0]) == (10, (links[0], True))


def test_nobody_to_write_to_is_said(account, lead):
    account.ap_email = ""

    with pytest.raises(CannotBill, match="who accounts payable is"):
        send_account_link(account=account, sent_by=lead, now=timezone.now())


def test_link_ends_after_90_days(link):
    almost, after = link.made_at + timedelta(days=90, seconds=-1), link.made_at + timedelta(days=90)

    assert link_of_token(token_of(link), now=almost) == link
    with pytest.raises(LinkNotValid, match="expired"):
        link_of_token(token_of(link), now=after)


def test_link_taken_back_opens_nothing(client, link, account, lead):
    client.force_login(lead)

    client.post(f"/account/{account.district.cd_code}/links/{link.pk}/revoke/")
    client.post(f"/account/{account.district.cd_code}/links/{link.pk}/revoke/")

    response = Client().get(page_of(link))
    assert response.status_code == 410
    assert "took this link back" in response.content.decode()
    assert Entry.objects.get(deed="revoke_account_link").done_by == lead


def test_link_ends_when_another_contact_is_named(link, account):
    account.ap_email = "ben@example.org"
    account.save()

    with pytest.raises(LinkNotValid, match="another accounts-payable contact"):
        link_of_token(token_of(link), now=timezone.now())


def test_link_of_an_earlier_contact_stays_closed_once_they_are_named_again(link, account, lead):
    for address in ("ben@example.org", "ada@example.org"):
        change_details(account=account, details={"ap_email": address}, changed_by=lead, now=timezone.now())

    with pytest.raises(LinkNotValid, match="took this link back"):
        link_of_token(token_of(link), now=timezone.now())
    assert Entry.objects.get(deed="revoke_account_link").done_by == lead


def test_link_stays_open_when_other_details_change(link, account, lead):
    change_details(account=account, details={"ap_name": "Ada L."}, changed_by=lead, now=timezone.now())

    assert link_of_token(token_of(link), now=timezone.now()) == link


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-4],
        lambda token: token + "x",
        lambda token: "nonsense",
        lambda token: signing.dumps(1, salt="another"),
    ],
    ids=["cut", "longer", "nonsense", "other-salt"],
)
def test_spoiled_link_opens_nothing(link, account, spoil):
    response = Client().get(f"/account/shared/{spoil(token_of(link))}/")

    assert response.status_code == 410
    assert str(account.district) not in response.content.decode()


def test_pages_by_link_are_kept_out_of_search_engines_caches_and_referrers(link):
    for page in ("", "purchase-orders/add/", "statement.pdf"):
        response = Client().get(page_of(link) + page)

        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]


def test_opening_is_noted_once_a_day_and_changes_nothing_else(link):
    before = AccountLink.objects.values().get()

    Client().get(page_of(link))
    Client().get(page_of(link))

    entry = Entry.objects.get(deed="open_account_link")
    assert (entry.done_by, entry.done_by_label) == (None, "ada@example.org")
    assert AccountLink.objects.values().get() == before


def test_who_knocks_too_often_waits(monkeypatch, link):
    monkeypatch.setattr("billing.views.ways.FROM_ONE_ADDRESS", 2)
    visitor = Client()

    answers = [visitor.get(page).status_code for page in (page_of(link), "/account/shared/forged/", page_of(link))]

    assert answers == [200, 410, 429]


def test_link_that_is_everywhere_is_slowed_down(monkeypatch, link):
    monkeypatch.setattr("billing.views.ways.BY_ONE_LINK", 2)

    answers = [Client(REMOTE_ADDR=f"203.0.113.{n}").get(page_of(link)).status_code for n in range(3)]

    assert answers == [200, 200, 429]


def test_links_are_not_sent_without_end(client, account, lead):
    client.force_login(lead)

    answers = [client.post(f"/account/{account.district.cd_code}/links/send/").status_code for _ in range(21)]

    assert answers == [302] * 20 + [429]
    assert AccountLink.objects.count() == 20


def test_letters_use_a_link_that_still_opens_for_weeks(account):
    now = timezone.now()

    first = standing_link(account, now=now)

    assert standing_link(account, now=now + timedelta(days=44)) == first
    later = standing_link(account, now=now + timedelta(days=46))
    assert later != first
    revoke_account_link(link=later, revoked_by=None, now=now)
    assert standing_link(account, now=now + timedelta(days=46)) not in (first, later)
