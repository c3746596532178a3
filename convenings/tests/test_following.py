from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail

from convenings.following import (
    CannotFollow,
    confirm_follower,
    follow,
    may_be_followed,
    tell_followers,
    unfollow,
)
from convenings.models import Follower
from convenings.tasks import tell_followers as tell_followers_task
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .factories import create_convening
from .followers import NOW, announced, confirmed_follower, link_in, open_up

pytestmark = pytest.mark.django_db


def press(client, path):
    return client.post(path, follow=True).content.decode()


def test_a_visitor_asks_confirms_is_told_once_and_leaves(client):
    convening = announced()

    client.post(f"/convenings/{convening.slug}/follow/", {"email": " Ana@Example.org "})
    assert "Thank you. We will write to you once" in press(client, link_in("follower_asked"))
    open_up(convening)
    told = [tell_followers(now=NOW), tell_followers(now=NOW)]
    assert "your address is off the list" in press(client, link_in("registration_opened"))

    follower = Follower.objects.get()
    assert told == [1, 0]
    assert follower.email == "ana@example.org"
    assert [bool(at) for at in (follower.confirmed_at, follower.told_at, follower.unsubscribed_at)] == [True] * 3
    assert [entry.deed for entry in Entry.objects.order_by("pk")] == ["follow", "confirm_follower", "unfollow"]


def test_opening_a_link_changes_nothing(client):
    convening = announced()
    follow(convening=convening, email="ana@example.org", now=NOW)
    path = link_in("follower_asked")

    response = client.get(path)

    assert "Yes, tell me" in response.content.decode()
    assert Follower.objects.get().confirmed_at is None
    confirm_follower(follower=Follower.objects.get(), now=NOW)
    tell_followers(now=NOW)
    open_up(convening)
    tell_followers(now=NOW)
    assert "Yes, take it off" in client.get(link_in("registration_opened")).content.decode()
    assert Follower.objects.get().unsubscribed_at is None


def test_nobody_is_told_before_it_opens_or_without_confirming():
    convening = announced()
    confirmed_follower(convening)
    follow(convening=convening, email="ben@example.org", now=NOW)
    gone = confirmed_follower(convening, "cai@example.org")
    unfollow(follower=gone, now=NOW)

    before = tell_followers(now=NOW)
    open_up(convening)
    after = tell_followers(now=NOW)

    assert [before, after] == [0, 1]
    assert [email.to for email in Email.objects.filter(reason__startswith="registration_opened")] == ["ana@example.org"]


def test_two_beats_write_once_even_where_the_first_forgot_to_note_it():
    convening = announced()
    confirmed_follower(convening)
    open_up(convening)

    tell_followers(now=NOW)
    Follower.objects.update(told_at=None)
    tell_followers(now=NOW)

    assert Email.objects.filter(reason__startswith="registration_opened").count() == 1


def test_task_tells_those_who_wait():
    confirmed_follower(announced())
    convening = open_up(Follower.objects.get().convening)

    tell_followers_task()

    assert Email.objects.filter(reason=f"registration_opened:{convening.pk}").count() == 1


def test_the_page_answers_alike_whether_an_address_follows_or_not(client):
    convening = announced()
    confirmed_follower(convening)
    path = f"/convenings/{convening.slug}/follow/"

    answers = [client.post(path, {"email": email}, follow=True) for email in ("ana@example.org", "ben@example.org")]

    assert [str(message) for message in answers[0].context["messages"]] == [
        str(message) for message in answers[1].context["messages"]
    ]
    assert Email.objects.filter(to="ana@example.org").count() == 1


def test_asking_again_within_the_hour_sends_one_letter():
    convening = announced()
    minute = NOW.replace(minute=0)
    for n in range(3):
        follow(convening=convening, email="ana@example.org", now=minute + timedelta(minutes=n))
    follow(convening=convening, email="ANA@example.org", now=minute + timedelta(hours=1))

    assert Email.objects.filter(reason__startswith="follower_asked").count() == 2
    assert Follower.objects.count() == 1


def test_one_who_left_may_come_back():
    convening = announced()
    unfollow(follower=confirmed_follower(convening), now=NOW)

    confirmed_follower(convening)

    assert list(Follower.objects.to_tell()) == [Follower.objects.get()]


def test_pressing_twice_counts_once():
    follower = confirmed_follower(announced())

    confirm_follower(follower=follower, now=NOW + timedelta(hours=1))
    unfollow(follower=follower, now=NOW)
    unfollow(follower=follower, now=NOW + timedelta(hours=1))

    follower.refresh_from_db()
    assert [follower.confirmed_at, follower.unsubscribed_at] == [NOW, NOW]
    assert Entry.objects.count() == 3


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ({"state": "save_the_date"}, True),
        ({"state": "open", "registration_opens_at": NOW + timedelta(days=1)}, True),
        ({"state": "open"}, False),
        ({"state": "draft"}, False),
        ({"state": "cancelled"}, False),
        ({"state": "save_the_date", "kind": "partner"}, False),
    ],
)
def test_only_what_is_still_to_open_can_be_followed(fields, may):
    convening = create_convening(**fields)

    assert may_be_followed(convening, now=NOW) is may
    if not may:
        with pytest.raises(CannotFollow, match="nothing to wait for"):
            follow(convening=convening, email="ana@example.org", now=NOW)


def test_convening_without_a_day_yet_can_be_followed():
    follow(convening=announced(starts_on=None, ends_on=None), email="ana@example.org", now=NOW)

    assert "Institute" in render(Email.objects.get()).subject


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Say where to write to."),
        ("not an address", "This is not an e-mail address."),
        (f"{'a' * 300}@example.org", "Ensure this value has at most 254 characters"),
    ],
)
def test_what_was_typed_stays_beside_the_reason(client, typed, sentence):
    response = client.post(f"/convenings/{announced().slug}/follow/", {"email": typed})

    assert response.status_code == 200
    assert response.content.decode().count(sentence) == 2
    assert "<li>Registration is not open yet.</li>" not in response.content.decode()
    assert f'value="{typed}"' in response.content.decode() or typed == ""
    assert not Follower.objects.exists()


def test_following_what_opened_meanwhile_says_so(client):
    response = client.post(f"/convenings/{create_convening().slug}/follow/", {"email": "a@example.org"}, follow=True)

    assert "There is nothing to wait for" in response.content.decode()


def test_address_of_the_form_alone_leads_to_the_convening(client):
    convening = announced()

    assert client.get(f"/convenings/{convening.slug}/follow/").url == convening.get_absolute_url()


def test_form_needs_its_token(client):
    client.handler.enforce_csrf_checks = True

    assert client.post(f"/convenings/{announced().slug}/follow/", {"email": "a@example.org"}).status_code == 403


def test_one_address_cannot_ask_for_ever(client):
    path = f"/convenings/{announced().slug}/follow/"

    codes = [client.post(path, {"email": f"a{n}@example.org"}).status_code for n in range(21)]

    assert codes == [302] * 20 + [429]


def test_letters_read_well():
    convening = announced(venue="Hilton", city="San Diego")
    confirmed_follower(convening)
    open_up(convening)
    tell_followers(now=NOW)

    asked, opened = [render(email) for email in Email.objects.order_by("pk")]

    assert asked.subject == "Shall we tell you when Institute opens?"
    assert "within three days" in asked.body
    assert opened.subject == "Registration is open: Institute"
    assert settings.SITE_URL + convening.get_absolute_url() in opened.body
    assert [name for name, _content, _type in opened.attachments] == [f"{convening.slug}.ics"]
    assert mail.outbox == []
