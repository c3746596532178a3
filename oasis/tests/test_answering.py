"""What a provider answers, and what it may not."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from lmi_portal.outbox.models import Email
from oasis.answering import may_tell_outcome
from oasis.models import Disclosure, State
from oasis.moves import STAFF
from oasis.moving import make_move
from oasis.provider_codes import CannotOpen, send_code
from oasis.providers.models import Correction
from oasis.providers.tests.factories import create_provider

from .factories import create_consent, today
from .provider_browser import answer, opened, page, sent_link, shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("move", "fields", "state"),
    [
        ("accept", {"note": "We call them"}, State.ACCEPTED),
        ("waitlist", {}, State.WAITLISTED),
        ("ask_info", {"note": "Which day?"}, State.NEEDS_INFO),
        ("schedule", {"day": "2091-03-05", "time": "15:30", "place": "Room 4"}, State.SCHEDULED),
        ("decline", {"reason": "out_of_area"}, State.DECLINED),
    ],
)
def test_each_answer_moves_it_and_is_told_to_who_cares_for_it(move, fields, state):
    link = sent_link()

    response = answer(opened(link), link, move, **fields)

    assert (response.status_code, link.referral.state) == (302, state)
    event = link.referral.events.last()
    assert (event.actor, event.note) == ("provider", fields.get("note", ""))
    letter = Email.objects.get(template="oasis/email/provider_answered")
    assert (letter.to, letter.context["number"]) == (link.referral.owner.email, link.referral.number)
    assert link.uses.first().what == f"answered: {move}"


def test_an_appointment_is_in_pacific_time():
    link = sent_link()

    answer(opened(link), link, "schedule", day="2091-07-05", time="15:30")

    appointment = link.referral.appointments.get()
    assert timezone.localtime(appointment.starts_at) == timezone.make_aware(datetime(2091, 7, 5, 15, 30))


def test_declining_leaves_the_number_alone():
    link = sent_link()
    client = opened(link)

    answer(client, link, "decline", reason="cost")

    response = client.get(page(link))
    assert (shown(response), link.referral.number in response.content.decode()) == ([], True)
    with pytest.raises(CannotOpen):
        send_code(link=link, now=timezone.now())


@pytest.mark.parametrize(("reason", "proposed"), [("no_capacity", [("capacity", "full")]), ("cost", [])])
def test_who_has_no_capacity_may_propose_to_say_so_in_the_directory(reason, proposed):
    link = sent_link()

    answer(opened(link), link, "decline", reason=reason, is_full="on")

    assert list(Correction.objects.values_list("field", "proposed")) == proposed


def test_questions_and_answers_are_seen_by_both():
    link = sent_link()
    client = opened(link)
    answer(client, link, "ask_info", note="Which afternoon suits?")

    give = {"actor": STAFF, "by": link.referral.owner, "now": timezone.now(), "note": "Tuesdays"}
    make_move(referral=link.referral, move="give_info", version=link.referral.version, **give)

    html = client.get(page(link)).content.decode()
    assert ("Which afternoon suits?" in html, "Tuesdays" in html) == (True, True)
    assert ("</strong>: Asked for more" in html, "</strong>: Answered your question" in html) == (True, True)


def test_an_appointment_stands_while_a_question_is_open():
    link = sent_link()
    client = opened(link)
    starts_at = timezone.now() + timedelta(days=9)
    answer(client, link, "schedule", day=f"{starts_at:%Y-%m-%d}", time="15:30")

    answer(client, link, "ask_info", note="Which grade?")

    # The family is reminded of it all the same, so the provider must see it.
    assert "Appointment: " in client.get(page(link)).content.decode()


def test_an_outcome_needs_the_second_consent():
    link = sent_link()
    client = opened(link)
    answer(client, link, "accept")

    refused = answer(client, link, "close", outcome="received_full")

    assert (refused.status_code, link.referral.state) == (200, State.ACCEPTED)
    assert "have not agreed that you tell the school" in client.get(page(link)).content.decode()
    create_consent(link.referral.student, provider=link.referral.service.provider, direction="back")
    assert answer(client, link, "close", outcome="received_full").status_code == 302
    assert (link.referral.state, link.referral.outcome_source) == (State.CLOSED, "provider")
    assert shown(client.get(page(link))) == []


def test_the_second_consent_is_to_this_provider_and_of_this_kind():
    referral = sent_link().referral
    back = {"student": referral.student, "direction": "back"}
    create_consent(**back, provider=create_provider())
    create_consent(**back, provider=referral.service.provider, relation="minor_student")
    assert not may_tell_outcome(referral, on=today())

    create_consent(**back, provider=referral.service.provider)

    assert may_tell_outcome(referral, on=today())


def test_a_parent_does_not_let_tell_what_a_student_asked_for_alone():
    referral = sent_link().referral
    back = {"student": referral.student, "direction": "back", "provider": referral.service.provider}
    referral.is_confidential = True
    create_consent(**back)
    assert not may_tell_outcome(referral, on=today())

    create_consent(**back, relation="minor_student")

    assert may_tell_outcome(referral, on=today())


def test_who_comes_second_is_told_and_loses_nothing():
    link = sent_link()
    client = opened(link)
    answer(client, link, "accept")

    response = answer(client, link, "waitlist", version=1, note="Six weeks or so")

    html = response.content.decode()
    assert ("meanwhile" in html, "Six weeks or so" in html) == (True, True)
    assert f'name="version" value="{link.referral.version}"' in html
    assert link.referral.state == State.ACCEPTED


def test_sensitive_words_are_stopped_with_the_reason():
    link = sent_link()

    response = answer(opened(link), link, "ask_info", note="Is the mother undocumented?")

    assert (response.status_code, link.referral.state) == (200, State.OPENED)
    assert "Education Code § 234.7" in response.content.decode()


@pytest.mark.parametrize("move", ["give_info", "recall", "open", "withdraw", "nonsense"])
def test_a_provider_has_no_other_moves(move):
    link = sent_link()

    assert answer(opened(link), link, move).status_code == 404


def test_what_staff_answered_is_part_of_the_next_disclosure():
    link = sent_link()
    client = opened(link)
    answer(client, link, "ask_info", note="Which day?")
    give = {"actor": STAFF, "by": link.referral.owner, "now": timezone.now(), "note": "Tuesdays"}
    make_move(referral=link.referral, move="give_info", version=link.referral.version, **give)

    opened(link)

    assert "reason" in Disclosure.objects.latest("number").records
