"""Every letter about a team, rendered and sent by the real outbox."""

import re
from dataclasses import replace

import pytest
from django.core import mail
from django.utils import timezone

from convenings.cancelling import cancel_registration
from convenings.changing import change_team
from districts.tests.factories import create_district, create_user
from lmi_portal.outbox.delivering import deliver_due_emails
from lmi_portal.outbox.models import Email

from .factories import create_convening, register, standing_requests, team_of

pytestmark = pytest.mark.django_db


def deliver():
    """What is sent of teams; letters about money have tests of their own."""
    Email.objects.filter(template__startswith="billing/").delete()
    while deliver_due_emails(clock=timezone.now):
        pass
    sent, mail.outbox[:] = list(mail.outbox), []
    return sent


def news_of(emails):
    return sorted((email.to[0].split("@")[0], email.subject) for email in emails)


@pytest.fixture
def convening():
    return create_convening(title="Central Valley Convening", capacity=4, venue="Vocational Center")


@pytest.fixture
def team(convening):
    """Two named seats, registered by lead@, co-lead union@; what was sent about it is in mail.outbox no more."""
    district = create_district(name="San Juan Unified")
    seats = team_of(2, district=district)
    lead = create_user(email="lead@example.org", name="Lee Lead")
    return register(
        convening,
        district=district,
        seats=seats,
        registered_by=lead,
        co_lead_email="union@example.org",
        co_lead_name="Uma",
    )


def test_confirmation_goes_to_the_lead_each_named_member_and_the_co_lead(team):
    labor, management = team.seats.all()

    sent = deliver()

    assert news_of(sent) == sorted(
        [
            ("lead", "Confirmed: San Juan Unified at Central Valley Convening"),
            (labor.email.split("@")[0], "Your seat at Central Valley Convening"),
            (management.email.split("@")[0], "Your seat at Central Valley Convening"),
            ("union", "Will you come together? San Juan Unified at Central Valley Convening"),
        ]
    )


def test_confirmation_says_when_where_who_and_how_much_and_brings_the_calendar_file(team):
    letter = next(email for email in deliver() if email.to == ["lead@example.org"])

    assert "Hello Lee Lead," in letter.body
    assert re.search(r"doors 8:30 a\.m\., 9:30 a\.m\.–3 p\.m\. P[SD]T", letter.body)
    assert "Vocational Center, Dinuba" in letter.body
    assert "To be paid by your district: $120.00." in letter.body
    assert f"/teams/{team.code}/" in letter.body
    assert [kind for _name, _content, kind in letter.attachments] == ["text/calendar"]
    [(html, kind)] = letter.alternatives
    assert (kind, f">{letter.subject}</h1>" in html) == ("text/html", True)


def test_member_gets_no_link_to_the_team_page_and_no_price(team):
    member = team.seats.last()

    letter = next(email for email in deliver() if email.to == [member.email])

    assert team.code not in letter.body
    assert "$" not in letter.body


def test_waitlisted_promoted_and_cancelled_teams_are_told(convening, team):
    waiting = register(convening, size=3)
    told = {waiting.registered_by.email, *waiting.seats.values_list("email", flat=True)}
    first = [email for email in deliver() if email.to[0] in told]

    cancel_registration(registration=team, cancelled_by=team.registered_by, reason="Snow", now=timezone.now())
    second = deliver()

    assert {email.subject for email in first} == {
        f"On the waitlist: {waiting.district} at Central Valley Convening",
        f"{waiting.district} is on the waitlist for Central Valley Convening",
    }
    assert {email.to[0] for email in second if email.to[0] in told} == told
    assert {email.subject for email in second} == {
        f"Seats for you after all: {waiting.district} at Central Valley Convening",
        "Your seat at Central Valley Convening is confirmed",
        "Cancelled: San Juan Unified at Central Valley Convening",
        "San Juan Unified is not coming to Central Valley Convening",
    }
    reason = next(email for email in second if email.subject.startswith("Cancelled"))
    assert "Reason given: Snow" in reason.body


def test_team_in_line_is_told_of_no_debt_and_gets_no_calendar_file(convening, team):
    waiting = register(convening, size=3)
    labor, *rest = standing_requests(waiting)
    changed = [replace(labor, name="Zoë"), *rest]

    change_team(registration=waiting, changed_by=waiting.registered_by, seats=changed, revision=0, now=timezone.now())

    letters = [email for email in deliver() if email.to == [waiting.registered_by.email]]
    assert news_of(letters) == [
        (waiting.registered_by.email.split("@")[0], f"{news}: {waiting.district} at Central Valley Convening")
        for news in ("Changed", "On the waitlist")
    ]
    assert [("$" in letter.body, letter.attachments) for letter in letters] == [(False, [])] * 2


def test_change_tells_the_lead_what_changed_and_each_person_their_part(team):
    labor, management = standing_requests(team)
    deliver()
    changed = [labor.__class__(labor.place, name="Zoë <b>", email="zoe@example.org", seat_id=labor.seat_id), management]

    change_team(registration=team, changed_by=team.registered_by, seats=changed, revision=0, now=timezone.now())
    sent = deliver()

    assert news_of(sent) == sorted(
        [
            ("lead", "Changed: San Juan Unified at Central Valley Convening"),
            ("zoe", "Your seat at Central Valley Convening"),
            (labor.email.split("@")[0], "You are no longer on the team for Central Valley Convening"),
        ]
    )
    letter = next(email for email in sent if email.to == ["lead@example.org"])
    assert f"* Certificated employees’ lead: {labor.name} → Zoë <b>" in letter.body
    assert "Zoë &lt;b&gt;" in letter.alternatives[0][0]


def test_co_lead_letter_holds_a_link_that_the_staff_never_see(team):
    letter = next(email for email in deliver() if email.to == ["union@example.org"])

    assert re.search(r"http://localhost:8000/teams/co-lead/\S+/", letter.body)
    stored = Email.objects.get(to="union@example.org")
    assert (stored.is_private, stored.text, stored.context) == (True, "", {})
