import pytest

from convenings.models import Follower
from lmi_portal.accounts.tests.factories import create_staff, create_user
from lmi_portal.tests.access import LOGIN, assert_access, clients_of

from .factories import create_convening

pytestmark = pytest.mark.django_db

EVERYONE = {"visitor": 200, "signed in": 200, "staff": 200}
STAFF_ONLY = {"visitor": 404, "signed in": 404, "staff": 200}
NOBODY = {"visitor": 410, "signed in": 410, "staff": 410}
ACCESS = {
    "/convenings/": EVERYONE,
    "/convenings/?when=past": EVERYONE,
    "/convenings/?view=month": EVERYONE,
    "/convenings/feed.ics": EVERYONE,
    "/convenings/feed.rss": EVERYONE,
    "/convenings/convenings.csv": EVERYONE,
    "/convenings/convenings.json": EVERYONE,
    "/convenings/valley/": EVERYONE,
    "/convenings/valley/calendar.ics": EVERYONE,
    "/convenings/valley/follow/": dict.fromkeys(EVERYONE, "/convenings/valley/"),
    "/convenings/valley/register/": {"visitor": LOGIN, "signed in": "/districts/join/", "staff": "/districts/join/"},
    "/convenings/draft/": STAFF_ONLY,
    "/convenings/valley/quote/": dict.fromkeys(EVERYONE, "/convenings/valley/register/"),
    "/convenings/draft/quote/": {"visitor": 404, "signed in": 404, "staff": 404},
    "/convenings/draft/register/": {"visitor": 404, "signed in": 404, "staff": 404},
    "/convenings/draft/calendar.ics": STAFF_ONLY,
    "/convenings/draft/follow/": STAFF_ONLY | {"staff": "/convenings/draft/"},
    "/convenings/none/": {"visitor": 404, "signed in": 404, "staff": 404},
    "/convenings/following/forged/confirm/": NOBODY,
    "/convenings/following/forged/leave/": NOBODY,
}


def test_pages_of_the_calendar_open_to_those_who_may():
    create_convening(slug="valley", title="Valley")
    create_convening(slug="draft", state="draft")
    clients = clients_of(visitor=None, **{"signed in": create_user(), "staff": create_staff()})

    assert_access(ACCESS, clients, under=["convenings/"])


def test_nobody_follows_a_draft(client):
    create_convening(slug="draft", state="draft")

    assert client.post("/convenings/draft/follow/", {"email": "a@example.org"}).status_code == 404
    assert not Follower.objects.exists()
