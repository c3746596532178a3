"""That the walk of each app's table notices what it is there for."""

import pytest
from django.urls import reverse

from lmi_portal.accounts.tests.factories import create_user

from .access import LOGIN, assert_access, clients_of, pages

pytestmark = pytest.mark.django_db

OPEN = {"visitor": 200, "signed in": 200}
WHOLE = {"/robots.txt": OPEN, "/teams/": OPEN | {"visitor": LOGIN}}


def walk(table, *, under=("robots",)):
    assert_access(table, clients_of(visitor=None, **{"signed in": create_user()}), under=under)


def test_a_table_that_is_true_passes():
    walk(WHOLE)


@pytest.mark.parametrize(
    ("table", "under", "said"),
    [
        (WHOLE, ["robots", "healthz"], "healthz has no row"),
        (WHOLE | {"/teams/": OPEN}, ["robots"], "/teams/ as visitor by get: sign in, where the table says 200"),
        ({"/robots.txt": {"visitor": 200}}, ["robots"], "/robots.txt as signed in by get: 200, where the table says"),
        (
            {"/robots.txt": OPEN | {"visitor": LOGIN}},
            [],
            "/robots.txt as visitor by get: 200, where the table says sign",
        ),
    ],
    ids=["page left out", "closed page", "role left out", "page wide open"],
)
def test_what_the_table_leaves_out_or_has_wrong_is_told(table, under, said):
    with pytest.raises(AssertionError, match=said):
        walk(table, under=under)


def test_what_is_closed_to_look_at_must_be_closed_to_press(monkeypatch):
    monkeypatch.setattr("lmi_portal.tests.access.outcome", lambda response: response.wsgi_request.method)

    with pytest.raises(AssertionError, match="/teams/ as visitor by post: POST, where the table says sign in"):
        walk({reverse("teams:list"): {"visitor": LOGIN, "signed in": "GET"}}, under=[])


def test_every_page_stands_in_the_table_of_some_app():
    """A new app shows here first: it is named once a test of its own walks its pages."""
    without_account = {"", "healthz", "readyz", "robots.txt", "sitemap.xml"}
    beginnings = {route.split("/")[0] for route, _name, _view in pages()}

    assert beginnings - without_account == {
        "account",
        "accounts",
        "admin",
        "api",
        "case-studies",
        "convenings",
        "credit-notes",
        "districts",
        "invoices",
        "library",
        "oasis",
        "practices",
        "quotes",
        "receipts",
        "steering-committee",
        "strategic-plan",
        "stripe",
        "teams",
        "wellbeing",
    }
