import pytest
from django.utils import timezone

from convenings.models import Reminder, ReminderRule
from convenings.opening import cancel_convening
from convenings.reminding import add_default_rules, plan_reminders, post_due_reminders
from districts.tests.factories import create_district, create_user
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .beats import NOW, at, create_reminding_convening, register_at
from .factories import create_convening, register, team_of, unnamed

pytestmark = pytest.mark.django_db
ODD_NOTE = "Bring a <pen> & O’Brien’s form.\n\nParking is free."


@pytest.fixture
def convening():
    convening = create_convening(
        title="Central Valley Convening", venue="Ridge Creek", contact_email="desk@example.org"
    )
    add_default_rules(convening)
    return convening


def letter_of(rule_kind, *, days, note=""):
    """The message of that rule to the first who gets it."""
    ReminderRule.objects.filter(kind=rule_kind, days=days).update(note=note)
    plan_reminders(now=timezone.now())
    reminder = Reminder.objects.filter(rule__kind=rule_kind, rule__days=days).first()
    post_due_reminders(now=reminder.due_at)
    email = Email.objects.filter(template=f"convenings/email/reminder_{rule_kind}").first()
    email.attachment = ""
    return render(email)


@pytest.mark.parametrize(
    ("days", "subject"),
    [(1, "Tomorrow: Central Valley Convening"), (3, "In 3 days: Central Valley Convening")],
)
def test_reminder_before_says_when_and_where_and_the_staffs_own_words(convening, days, subject):
    register(convening, size=2)

    message = letter_of("before", days=days, note=ODD_NOTE)

    assert message.subject == subject
    assert [line for line in message.body.splitlines() if line.startswith(("Bring", "Parking"))] == [
        "Bring a <pen> & O’Brien’s form.",
        "Parking is free.",
    ]
    html = message.alternatives[0].content
    assert "<p>Bring a &lt;pen&gt; &amp; O’Brien’s form.</p>" in html
    assert "Ridge Creek, Dinuba" in html and "Ridge Creek, Dinuba" in message.body
    assert "desk@example.org" in message.body


@pytest.mark.parametrize(
    ("days", "moment", "subjects"),
    [
        (1, at(11, 3, 8), {"Tomorrow: Autumn"}),
        (1, at(11, 4, 7), {"Today: Autumn"}),
        (0, at(11, 4, 8), {"Today: Autumn"}),
        (0, at(11, 5, 7), set()),
    ],
    ids=["in time", "next morning", "that day", "when it is over"],
)
def test_reminder_made_up_for_after_a_standstill_counts_from_when_it_is_sent(days, moment, subjects):
    register_at(create_reminding_convening(("before", days), title="Autumn"), size=2)
    plan_reminders(now=NOW)

    post_due_reminders(now=moment)

    assert {render(email).subject for email in Email.objects.filter(reason__startswith="reminder:")} == subjects


def test_reminder_before_carries_the_calendar_file(convening):
    register(convening, size=2)
    plan_reminders(now=timezone.now())

    post_due_reminders(now=Reminder.objects.earliest("due_at").due_at)

    email = Email.objects.filter(template="convenings/email/reminder_before").first()
    assert (email.attachment, email.context["convening_id"]) == ("convening_ics", convening.pk)


def test_roster_reminder_lists_the_seats_to_be_named(convening):
    district = create_district()
    seats = team_of(3, district=district)
    register(convening, district=district, seats=[*seats[:1], *unnamed(seats[1:])])

    message = letter_of("roster", days=7)

    assert message.subject == "Central Valley Convening: 2 seats still to be named"
    assert [line for line in message.body.splitlines() if line.startswith("- ")] == [
        f"- {seat.place.label}" for seat in seats[1:]
    ]


def test_thanks_name_the_convening(convening):
    register(convening, size=2)

    message = letter_of("after", days=1)

    assert message.subject == "Thank you for coming to Central Valley Convening"


def test_cancelled_convening_tells_the_reason(convening):
    register(convening, size=2)
    cancel_convening(convening=convening, reason="Smoke & ash", by=create_user(), now=timezone.now())
    email = Email.objects.filter(template="convenings/email/convening_cancelled").first()
    email.attachment = ""

    message = render(email)

    assert message.subject == "Cancelled: Central Valley Convening"
    assert "The reason:\nSmoke & ash\n" in message.body
    assert "Smoke &amp; ash" in message.alternatives[0].content
