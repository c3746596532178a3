from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oasis.appointing import make_appointment
from oasis.contacting import log_attempt
from oasis.models import AccessEntry, ContactAttempt, Referral, Role
from oasis.moves import PROVIDER, STAFF
from oasis.moving import make_move
from oasis.referring import send_off

from .factories import create_assignment, create_consent, create_referral, create_site, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def referrer(client):
    return sign_in(client, create_assignment())


def sent_by(referrer, **fields):
    referral = create_referral(logged_by=referrer, **fields)
    create_consent(referral.student, provider=referral.service.provider)
    return send_off(referral=referral, by=referrer.user, version=0, now=timezone.now())


def page_of(referral, name="referral", *more):
    return reverse(f"oasis:{name}", args=[referral.number, *more])


def offered(response):
    return [step.name for step in response.context["moves"]]


def test_the_page_tells_all_that_happened_and_logs_who_read_it(client, referrer):
    referral = sent_by(referrer, reason="Headaches")
    referral = make_move(
        referral=referral, move="decline", actor=PROVIDER, version=2, reason="no_capacity", now=timezone.now()
    )
    AccessEntry.objects.all()

    response = client.get(page_of(referral))

    told = [(entry.what, entry.told) for entry in response.context["timeline"]]
    assert told[0] == ("Declined", ["No capacity now"])
    assert {what for what, _lines in told} == {"Declined", "Sent to the provider", "Consent is here", "Logged"}
    entry = AccessEntry.objects.get(page="oasis:referral")
    assert (entry.students, entry.purpose, "reason" in entry.fields) == ([referral.student_id], "follow_up", True)


def test_the_title_names_no_student(client, referrer):
    page = client.get(page_of(sent_by(referrer))).content.decode()

    head = page[: page.index("</head>")]
    assert "Núñez" in page
    assert "Núñez" not in head


def test_buttons_are_the_moves_of_the_table(client, referrer):
    referral = sent_by(referrer)

    assert offered(client.get(page_of(referral))) == [
        "accept",
        "waitlist",
        "schedule",
        "decline",
        "recall",
        "withdraw",
        "close",
        "enter_in_error",
    ]


def test_a_colleague_is_not_offered_to_take_it_as_an_error(client, referrer):
    referral = sent_by(create_assignment(site=referrer.site))

    assert "enter_in_error" not in offered(client.get(page_of(referral)))


def test_a_move_says_what_it_will_do_and_is_made(client, referrer):
    referral = sent_by(referrer)
    address = page_of(referral, "referral_move", "recall")

    page = client.get(address).content.decode()
    client.post(address, {"version": referral.version})

    assert "The provider has not opened it." in page
    assert Referral.objects.get().state == "recalled"


def test_who_comes_second_is_told_and_keeps_what_was_typed(client, referrer):
    referral = sent_by(referrer)
    make_move(referral=referral, move="open", actor=PROVIDER, version=2, now=timezone.now())

    response = client.post(
        page_of(referral, "referral_move", "withdraw"), {"version": 2, "note": "The family moved to Fresno"}
    )

    page = response.content.decode()
    assert "it is now “Opened by the provider”. Look again first." in page
    assert "The family moved to Fresno" in page
    assert 'name="version" value="3"' in page
    assert Referral.objects.get().state == "opened"


def test_control_pressed_again_as_of_what_is_shown_now_it_is_done(client, referrer):
    referral = sent_by(referrer)
    make_move(referral=referral, move="open", actor=PROVIDER, version=2, now=timezone.now())

    client.post(page_of(referral, "referral_move", "withdraw"), {"version": 3, "note": "The family moved to Fresno"})

    assert Referral.objects.get().state == "withdrawn"


@pytest.mark.parametrize("move", ["hand_out", "make_ready", "lose_consent", "expire", "open", "nonsense"])
def test_moves_that_have_no_page_are_not_found(client, referrer, move):
    assert client.post(page_of(sent_by(referrer), "referral_move", move), {"version": 2}).status_code == 404


def test_the_buttons_of_staff_say_who_said_yes_or_no(client, referrer):
    referral = sent_by(referrer)

    labels = {step.name: str(step.label) for step in client.get(page_of(referral)).context["moves"]}
    confirm = client.get(page_of(referral, "referral_move", "decline")).content.decode()

    assert (labels["accept"], labels["decline"]) == ("The provider said yes", "The provider said no")
    assert '<button class="btn btn-primary">The provider said no</button>' in confirm


def test_staff_read_the_language_in_their_own(client, referrer):
    page = client.get(page_of(sent_by(referrer, language="zh"))).content.decode()

    assert "<dd>Chinese</dd>" in page


def test_by_minor_consent_nobody_is_led_to_the_family(client, referrer):
    referral = sent_by(referrer)
    control = client.get(page_of(referral)).content.decode()
    Referral.objects.update(is_confidential=True)
    sign_in(client, create_assignment(site=referral.site, role=Role.COUNSELOR, user=referrer.user))

    shown = client.get(page_of(referral)).content.decode()
    attempt = client.get(page_of(referral, "referral_attempt")).content.decode()

    assert ("I tried to reach the family" in control, "Sheet for the family" in control) == (True, True)
    assert ("I tried to reach the family" in shown, "Sheet for the family" in shown) == (False, False)
    assert ("Did you reach the student?" in attempt, "Did you reach the family?" in attempt) == (True, False)
    assert reverse("oasis:student_safe_contact", args=[referral.student_id]) in attempt


def test_an_appointment_falls_away_with_a_no(client, referrer):
    referral = sent_by(referrer)
    told = {"actor": PROVIDER, "now": timezone.now()}
    referral = make_appointment(referral=referral, starts_at=timezone.now() + timedelta(days=9), version=2, **told)
    assert "no longer stands" not in client.get(page_of(referral)).content.decode()

    make_move(referral=referral, move="decline", version=3, reason="no_capacity", **told)

    assert "no longer stands" in client.get(page_of(referral)).content.decode()


def test_a_move_that_is_over_leads_back(client, referrer):
    referral = sent_by(referrer)

    assert client.get(page_of(referral, "referral_move", "give_info")).url == page_of(referral)


def test_closing_asks_for_outcome_and_source(client, referrer):
    referral = sent_by(referrer)
    address = page_of(referral, "referral_move", "close")

    missing = client.post(address, {"version": 2, "outcome": "received_full"})
    client.post(address, {"version": 2, "outcome": "received_full", "outcome_source": "family"})

    assert list(missing.context["form"].errors) == ["outcome_source"]
    assert Referral.objects.get().is_loop_closed()


def test_an_appointment_is_entered_and_kept(client, referrer):
    referral = sent_by(referrer)
    day = timezone.localdate() + timedelta(days=2)
    client.post(page_of(referral, "referral_move", "schedule"), {"version": 2, "day": day.isoformat(), "time": "09:30"})
    appointment = referral.appointments.get()
    referral.appointments.update(starts_at=timezone.now() - timedelta(hours=1))

    client.post(page_of(referral, "referral_appointment", appointment.pk), {"kept": "yes"})

    local = timezone.localtime(appointment.starts_at)
    assert (local.date(), f"{local:%H:%M}") == (day, "09:30")
    assert referral.appointments.get().kept == "yes"


def test_an_attempt_is_written_down(client, referrer):
    referral = sent_by(referrer)

    client.post(page_of(referral, "referral_attempt"), {"way": "phone", "was_reached": "yes", "note": "Spoke"})

    attempt = ContactAttempt.objects.get()
    assert (attempt.way, attempt.was_reached, attempt.note, attempt.tried_by) == ("phone", True, "Spoke", referrer.user)
    assert Referral.objects.get().first_contact_at == attempt.tried_at


def test_a_no_offers_to_refer_to_someone_else(client, referrer):
    referral = sent_by(referrer)
    make_move(referral=referral, move="decline", actor=PROVIDER, version=2, reason="cost", now=timezone.now())
    page = client.get(page_of(referral)).content.decode()

    response = client.post(page_of(referral, "referral_again"))

    child = Referral.objects.get(parent=referral)
    assert page_of(referral, "referral_again") in page
    assert response.url == page_of(child, "referral_service")


@pytest.mark.parametrize("name", ["referral", "referral_handout", "referral_again", "referral_attempt"])
def test_referrals_of_other_schools_are_not_found(client, referrer, name):
    other = sent_by(create_assignment(site=create_site()))

    assert client.get(page_of(other, name)).status_code == 404


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "Monday, Wednesday, 9 a.m. to 5 p.m., until June 4, 2027"),
        ("es", "lunes, miércoles, de 9 a.m. a 5 p.m., hasta el 4 de junio de 2027"),
    ],
)
def test_the_sheet_for_the_family_names_no_student(client, referrer, language, word):
    referral = sent_by(referrer, language=language)
    referral.service.provider.phones.create(number="323-555-0199")
    referral.service.provider.schedules.create(
        freq="WEEKLY", byday="MO,WE", opens_at="09:00", closes_at="17:00", valid_to_on="2027-06-04"
    )

    page = client.get(page_of(referral, "referral_handout")).content.decode()

    assert [part in page for part in (referral.service.name, word, "323-555-0199")] == [True, True, True]
    assert [part in page for part in ("Núñez", "Ana", referral.number, str(referral.student.grade) + "th")] == [
        False
    ] * 4
    assert AccessEntry.objects.get(page="oasis:referral_handout").action == "print"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_s_queries_do_not_grow_with_its_story(client, referrer, count, django_assert_num_queries):
    referral = sent_by(referrer)
    for _each in range(count):
        log_attempt(referral=referral, way="phone", was_reached=False, by=referrer.user, now=timezone.now())
    client.get(page_of(referral))

    with django_assert_num_queries(20):
        client.get(page_of(referral))


def test_a_site_lead_sees_a_colleague_s_referral_and_may_correct_it(client):
    lead = sign_in(client, create_assignment(role=Role.SITE_LEAD))
    referral = sent_by(create_assignment(site=lead.site))

    client.post(page_of(referral, "referral_move", "enter_in_error"), {"version": 2, "note": "Logged twice"})

    assert Referral.objects.get().state == "entered_in_error"
    assert Referral.objects.get().events.last().actor == STAFF
