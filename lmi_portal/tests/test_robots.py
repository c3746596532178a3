import pytest

from convenings.cosigning import co_lead_token
from convenings.tests.factories import create_convening, register
from districts.tests.factories import create_user

pytestmark = pytest.mark.django_db


def test_robots_are_kept_out_of_private_pages(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /account/", "Disallow: /invoices/", "Disallow: /teams/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://localhost:8000/sitemap.xml"


def test_robots_may_read_of_oasis_what_is_public_and_nothing_else(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /oasis/", "Allow: /oasis/$", "Allow: /oasis/providers/"} <= set(lines)


@pytest.mark.parametrize(
    "address",
    [
        *["/", "/convenings/", "/convenings/?when=past", "/convenings/feed.rss", "/oasis/", "/oasis/providers/?q=eye"],
        *["/wellbeing/", "/wellbeing/highlights/"],
    ],
)
def test_public_pages_may_be_found(client, address):
    response = client.get(address)

    assert (response.status_code, response.get("X-Robots-Tag")) == (200, None)


@pytest.mark.parametrize(
    "address",
    [
        *["/accounts/login/", "/accounts/signup/", "/teams/", "/account/shared/forged/", "/oasis/start/"],
        *["/oasis/idle/", "/wellbeing/mine/", "/wellbeing/3467447/"],
    ],
)
def test_private_pages_are_not_kept(client, address):
    assert client.get(address)["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("address", ["/nowhere/", "/convenings/nowhere/"])
def test_pages_that_are_not_here_are_not_kept(client, address):
    assert client.get(address)["X-Robots-Tag"] == "noindex, nofollow"


def test_pages_of_those_signed_in_are_not_kept(client):
    client.force_login(create_user())

    response = client.get("/teams/")

    assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex, nofollow")


def test_secret_links_are_not_kept(client):
    team = register(create_convening(), co_lead_email="lee@example.org")

    response = client.get(f"/teams/co-lead/{co_lead_token(team)}/")

    assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex, nofollow")
