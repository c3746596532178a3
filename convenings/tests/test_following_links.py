import pytest
from django.core import signing
from django.utils import timezone

from convenings.following import (
    LinkNotValid,
    follow,
    follower_to_confirm,
    follower_to_leave,
    tell_followers,
)
from convenings.models import Follower

from .followers import NOW, announced, confirmed_follower, link_in, open_up

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("deed", ["confirm", "leave"])
@pytest.mark.parametrize("token", ["x", "x:y:z", signing.dumps(1, salt="another"), "%00", "a" * 2000], ids=range(5))
def test_tampered_link_is_a_clear_page(client, deed, token):
    response = client.get(f"/convenings/following/{token}/{deed}/")

    assert response.status_code == 410
    assert "This link is not complete. Open it again from the e-mail." in response.content.decode()


def test_expired_link_says_what_to_do(client, monkeypatch):
    follow(convening=announced(), email="ana@example.org", now=NOW)
    path = link_in("follower_asked")
    later = timezone.now().timestamp() + 3 * 86400 + 60
    monkeypatch.setattr(signing.time, "time", lambda: later)

    response = client.post(path)

    assert response.status_code == 410
    assert "This link has expired. Ask once more" in response.content.decode()
    assert Follower.objects.get().confirmed_at is None


@pytest.mark.parametrize(("days", "status"), [(179, 302), (181, 410)])
def test_unsubscribe_link_ends_after_half_a_year(client, monkeypatch, days, status):
    confirmed_follower(announced())
    open_up(Follower.objects.get().convening)
    tell_followers(now=NOW)
    path = link_in("registration_opened")
    monkeypatch.setattr(signing.time, "time", lambda: NOW.timestamp() + days * 86400)

    response = client.post(path)

    assert response.status_code == status
    assert bool(Follower.objects.get().unsubscribed_at) is (status == 302)


def test_link_of_someone_who_was_erased_no_longer_counts():
    follower = confirmed_follower(announced())
    token = link_in("follower_asked").split("/")[3]
    follower.delete()

    with pytest.raises(LinkNotValid, match="no longer counts"):
        follower_to_confirm(token)


def test_link_for_one_deed_does_not_serve_the_other():
    follow(convening=announced(), email="ana@example.org", now=NOW)

    with pytest.raises(LinkNotValid):
        follower_to_leave(link_in("follower_asked").split("/")[3])


def test_links_may_not_be_tried_for_ever(client):
    assert [client.get("/convenings/following/x/confirm/").status_code for _n in range(61)] == [410] * 60 + [429]
