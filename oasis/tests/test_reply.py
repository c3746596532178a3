"""A provider answers by its link: what it sees, when, and what is kept of it."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lmi_portal.outbox.models import Email
from oasis import provider_codes
from oasis.answering import answer_referral
from oasis.models import ConsentRevocation, Disclosure, ProviderLink, ReferralEvent, State
from oasis.moves import STAFF
from oasis.moving import make_move
from oasis.opened_links import KEY
from oasis.provider_codes import CannotOpen, open_link, send_code
from oasis.provider_links import revoke_link, token_of
from oasis.providers.models import Contact, Correction
from oasis.refusing import CannotMove

from .factories import create_assignment, create_consent, create_site, create_student, sign_in
from .test_sending import ready_referral, send

pytestmark = pytest.mark.django_db

PRIVATE = ["Xiomara", "Quiñones", "Rosa", "323-555-0101", "Lost an uncle"]


def sent_link(**fields):
    site = create_site()
    student = create_student(site=site, given_name="Xiomara", family_name="Quiñones")
    assignment = create_assignment(site=site)
    referral = send(ready_referral(logged_by=assignment, student=student, reason="Lost an uncle", **fields))
    return referral.provider_links.get()


def page(link, name="reply", **kwargs):
    return reverse(f"oasis:{name}", kwargs={"token": token_of(link), **kwargs})


def mailed_code():
    email = Email.objects.filter(template="oasis/email/provider_code").order_by("pk").last()
    return email.context["code"]


def opened(link, client=None):
    """A browser in which the code was typed."""
    client = client or Client()
    client.post(page(link, "reply_code"))
    client.post(page(link, "reply_open"), {"code": mailed_code()})
    link.referral.refresh_from_db()
    return client


def shown(response):
    return [word for word in PRIVATE if word in response.content.decode()]


def answer(client, link, move, **fields):
    link.referral.refresh_from_db()
    told = {"version": link.referral.version} | fields
    response = client.post(page(link, "reply_answer", move=move), told)
    link.referral.refresh_from_db()
    return response


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_mail_scanner_changes_nothing_and_sees_a_number(method):
    link = sent_link()

    with CaptureQueriesContext(connection) as queries:
        responses = [
            getattr(Client(), method)(page(link, name, **kwargs))
            for name, kwargs in [
                *[(name, {}) for name in ("reply", "reply_code", "reply_open", "reply_new_link", "reply_leave")],
                ("reply_answer", {"move": "accept"}),
            ]
        ]

    assert [response.status_code for response in responses] == [200, 405, 405, 405, 405, 302]
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert [shown(response) for response in responses] == [[]] * 6
    link.referral.refresh_from_db()
    assert link.referral.state == State.SENT


def test_pages_are_told_to_nobody_and_kept_by_nobody():
    response = Client().get(page(sent_link()))

    assert {name: response.headers[name] for name in ("Referrer-Policy", "X-Robots-Tag", "Cache-Control")} == {
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "no-store, private",
    }


def test_the_code_opens_what_the_consent_names_and_no_more():
    link = sent_link()

    response = opened(link).get(page(link))

    html = response.content.decode()
    assert shown(response) == PRIVATE
    # Control: the consent of the tests names neither the date of birth nor the language.
    assert ("Date of birth" in html, "Language" in html) == (False, False)
    assert link.referral.state == State.OPENED
    told = Disclosure.objects.get()
    assert (told.recipient, told.records, told.referral_number, told.student_number) == (
        str(link.referral.service.provider),
        ["contact", "name", "reason", "school"],
        link.referral.number,
        link.referral.student_id,
    )


def test_opened_twice_it_moves_once_and_each_disclosure_is_logged():
    link = sent_link()

    opened(link)
    opened(link)

    assert ReferralEvent.objects.filter(move="open").count() == 1
    assert Disclosure.objects.count() == 2


def test_another_browser_sees_the_number_alone():
    link = sent_link()
    opened(link)

    assert shown(Client().get(page(link))) == []


def test_what_is_opened_closes_after_30_minutes_and_when_asked():
    link = sent_link()
    client = opened(link)
    session = client.session
    session[KEY] = {str(link.pk): (timezone.now() - timedelta(minutes=31)).isoformat()}
    session.save()

    assert shown(client.get(page(link))) == []

    opened(link, client)
    assert shown(client.get(page(link))) == PRIVATE
    client.post(page(link, "reply_leave"))
    assert shown(client.get(page(link))) == []


def test_five_wrong_codes_lock_it_even_for_the_right_one():
    link = sent_link()
    send_code(link=link, now=timezone.now())
    right = mailed_code()
    wrong = "000 000" if right != "000 000" else "111 111"
    for _guess in range(5):
        with pytest.raises(CannotOpen, match="not the code"):
            open_link(link=link, code=wrong, now=timezone.now())

    with pytest.raises(CannotOpen, match="Five wrong codes"):
        open_link(link=link, code=right, now=timezone.now())

    assert sorted(link.uses.values_list("what", flat=True)) == ["code asked", "sent", *["wrong code"] * 5]
    # Control: four wrong ones do not.
    send_code(link=link, now=timezone.now())
    for _guess in range(4):
        with pytest.raises(CannotOpen):
            open_link(link=link, code="x", now=timezone.now())
    assert open_link(link=link, code=mailed_code(), now=timezone.now()).state == State.OPENED


def test_a_code_works_once_for_15_minutes_and_for_its_own_link():
    link, other = sent_link(), sent_link()
    now = timezone.now()
    send_code(link=other, now=now)
    others = mailed_code()
    send_code(link=link, now=now)
    code = mailed_code()

    with pytest.raises(CannotOpen):
        open_link(link=other, code=code if code != others else "x", now=now)
    with pytest.raises(CannotOpen, match="run out"):
        open_link(link=link, code=code, now=now + timedelta(minutes=16))
    open_link(link=link, code=code, now=now + timedelta(minutes=14))
    with pytest.raises(CannotOpen, match="run out"):
        open_link(link=link, code=code, now=now + timedelta(minutes=14))


def test_codes_are_asked_for_five_times_an_hour():
    link, now = sent_link(), timezone.now()
    for _press in range(5):
        send_code(link=link, now=now)

    with pytest.raises(CannotOpen, match="Too many codes"):
        send_code(link=link, now=now)

    send_code(link=link, now=now + timedelta(hours=2))


def test_of_codes_and_addresses_digests_are_kept():
    link = sent_link()
    client = Client(REMOTE_ADDR="203.0.113.7")
    opened(link, client)

    client.post(page(link, "reply_code"))

    kept = str([ProviderLink.objects.values().get(), *link.uses.values()])
    assert mailed_code().replace(" ", "") not in kept
    assert "203.0.113.7" not in kept
    assert {len(use.address) for use in link.uses.exclude(what="sent")} == {32}


def test_a_consent_taken_back_meanwhile_leaves_the_number_alone():
    link = sent_link()
    client = opened(link)
    consent = link.referral.consent
    ConsentRevocation.objects.create(consent=consent, revoked_at=timezone.now(), told_by="Rosa")

    assert shown(client.get(page(link))) == []
    response = client.post(page(link, "reply_code"), follow=True)
    response = client.post(page(link, "reply_open"), {"code": mailed_code()})

    assert "The family’s consent has ended or was taken back" in response.content.decode()
    assert (shown(response), Disclosure.objects.count()) == ([], 1)
    assert link.uses.first().what == "no consent"


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


def test_a_referral_by_minor_consent_shows_the_name_and_the_safe_contact_alone():
    link = sent_link()
    referral = link.referral
    referral.student.safe_contact = "Locker 12, before first bell"
    referral.student.save()
    type(referral).objects.filter(pk=referral.pk).update(is_confidential=True)
    create_consent(referral.student, provider=referral.service.provider, relation="minor_student")

    response = opened(link).get(page(link))

    assert shown(response) == ["Xiomara", "Quiñones"]
    assert "Locker 12, before first bell" in response.content.decode()


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


def test_what_ended_meanwhile_refuses_in_words():
    link = sent_link()
    client = opened(link)
    version = link.referral.version
    send_code(link=link, now=timezone.now())
    code = mailed_code()
    make_move(
        referral=link.referral,
        move="withdraw",
        actor=STAFF,
        by=link.referral.owner,
        version=version,
        now=timezone.now(),
        note="Moved away",
    )

    with pytest.raises(CannotOpen, match="This referral is over"):
        open_link(link=link, code=code, now=timezone.now())
    assert "This referral is over" in client.post(page(link, "reply_code"), follow=True).content.decode()
    revoke_link(link=link, by=link.referral.owner, now=timezone.now())
    with pytest.raises(CannotOpen, match="This link has ended"):
        open_link(link=link, code=code, now=timezone.now())
    with pytest.raises(CannotMove, match="This link has ended"):
        answer_referral(link=link, move="accept", version=version, now=timezone.now())


def test_a_referral_that_ends_between_code_and_opening_is_not_opened(monkeypatch):
    link = sent_link()
    send_code(link=link, now=timezone.now())
    real = provider_codes._try_code

    def withdrawn_meanwhile(*args, **kwargs):
        refusal = real(*args, **kwargs)
        type(link.referral).objects.filter(pk=link.referral_id).update(state="withdrawn", closed_at=timezone.now())
        return refusal

    monkeypatch.setattr(provider_codes, "_try_code", withdrawn_meanwhile)

    with pytest.raises(CannotOpen, match="This referral is over"):
        open_link(link=link, code=mailed_code(), now=timezone.now())
    assert Disclosure.objects.count() == 0


def test_what_staff_answered_is_part_of_the_next_disclosure():
    link = sent_link()
    client = opened(link)
    answer(client, link, "ask_info", note="Which day?")
    give = {"actor": STAFF, "by": link.referral.owner, "now": timezone.now(), "note": "Tuesdays"}
    make_move(referral=link.referral, move="give_info", version=link.referral.version, **give)

    opened(link)

    assert "reason" in Disclosure.objects.latest("number").records


def test_a_code_of_no_digits_opens_nothing():
    link = sent_link()
    client = Client()
    client.post(page(link, "reply_code"))

    assert client.post(page(link, "reply_open"), {"code": ""}).status_code == 200
    assert link.uses.filter(what="wrong code").count() == 0


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
