"""What the clock does by itself: reminders, expiry, consents that end, appointments; two beats at once do no harm."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from lmi_portal.accounts.models import User
from lmi_portal.celery import TIMETABLE
from lmi_portal.outbox.models import Email
from oasis import expiring, reminding, tasks
from oasis.expiring import end_lapsed_consents, expire_unanswered
from oasis.models import ConsentRevocation, DayOff, ProviderLink, Referral, ReferralEvent, State, TrainingCompletion
from oasis.moves import PROVIDER, STAFF
from oasis.moving import make_move
from oasis.provider_links import token_of
from oasis.reminding import remind_providers, tell_owners_of_due_steps, tell_owners_of_lapsing_consents
from oasis.sending import send_referral

from .factories import create_assignment, create_consent, create_referral

pytestmark = pytest.mark.django_db


def at(*day, hour=15):
    return timezone.make_aware(datetime(*day, hour))


def logged_at(moment, **fields):
    """By somebody who was here and trained long before, as the days of these tests are fixed."""
    assignment = create_assignment(starts_on=date(2020, 7, 1))
    TrainingCompletion.objects.update(completed_on=date(2020, 7, 1))
    return create_referral(logged_by=assignment, created_at=moment, **fields)


def sent_at(moment, **consent):
    referral = logged_at(moment)
    day = timezone.localdate(moment)
    create_consent(
        referral.student,
        provider=referral.service.provider,
        **{"starts_on": day, "expires_on": day + timedelta(days=300)} | consent,
    )
    told = {"by": referral.owner, "now": moment}
    ready = make_move(referral=referral, move="make_ready", actor=STAFF, version=0, **told)
    return send_referral(referral=ready, version=1, **told)


def reasons(template):
    return list(Email.objects.filter(template=template).order_by("pk").values_list("reason", flat=True))


def test_a_provider_is_reminded_after_two_school_days_and_again_after_two_more():
    # The Tuesday before Thanksgiving 2026: Thursday and Friday are holidays.
    referral = sent_at(at(2026, 11, 24))

    told = {day: remind_providers(now=at(*day)) for day in [(2026, 11, 25), (2026, 11, 27), (2026, 11, 29)]}
    assert set(told.values()) == {0}
    assert remind_providers(now=at(2026, 11, 30)) == 1
    assert remind_providers(now=at(2026, 11, 30, hour=16)) == 0
    assert remind_providers(now=at(2026, 12, 1)) == 0
    assert remind_providers(now=at(2026, 12, 2)) == 1
    assert remind_providers(now=at(2026, 12, 8)) == 0

    reason = f"provider_reminder:{referral.number}:{referral.version}"
    assert reasons("oasis/email/provider_reminder") == [f"{reason}:1", f"{reason}:2"]
    # It is the link of the first letter, told again.
    [link] = ProviderLink.objects.all()
    letter = Email.objects.filter(template="oasis/email/provider_reminder").first()
    assert (letter.context["link"].split("/")[-2], letter.is_private) == (token_of(link), True)


def test_who_answered_is_not_reminded():
    referral = sent_at(at(2026, 11, 2))
    make_move(referral=referral, move="open", actor=PROVIDER, version=2, now=at(2026, 11, 3))
    make_move(referral=referral, move="accept", actor=PROVIDER, version=3, now=at(2026, 11, 3))

    assert remind_providers(now=at(2026, 11, 6)) == 0


def test_who_opened_it_and_said_nothing_is_reminded():
    referral = sent_at(at(2026, 11, 2))
    make_move(referral=referral, move="open", actor=PROVIDER, version=2, now=at(2026, 11, 3))

    assert [remind_providers(now=at(2026, 11, day)) for day in (4, 5)] == [0, 1]


def test_a_reminder_that_was_missed_waits_for_a_school_day():
    sent_at(at(2026, 11, 4))

    assert [remind_providers(now=at(2026, 11, day)) for day in (7, 8, 9)] == [0, 0, 1]


def test_days_off_of_the_district_do_not_count():
    referral = sent_at(at(2026, 11, 2))
    for day in (3, 4):
        DayOff.objects.create(district=referral.student.district, off_on=date(2026, 11, day), name="Closed")

    assert [remind_providers(now=at(2026, 11, day)) for day in (4, 5, 6)] == [0, 0, 1]


def test_unanswered_it_expires_after_14_school_days():
    # Nov 11 and 26–27 are holidays, so the 14th school day after Nov 9 is Dec 2.
    referral = sent_at(at(2026, 11, 9))

    assert [expire_unanswered(now=at(2026, 12, day, hour=3)) for day in (2, 3, 3)] == [0, 1, 0]

    referral.refresh_from_db()
    event = referral.events.last()
    assert (referral.state, event.actor, event.moved_by) == (State.EXPIRED, "clock", None)
    letter = Email.objects.get(reason=f"clock:{referral.number}:2")
    assert (letter.to, letter.context["subject"]) == (referral.owner.email, f"Referral {referral.number} needs you")


@pytest.mark.parametrize(
    ("state", "last"),
    [(State.OPENED, 2), (State.NEEDS_INFO, 2), (State.AWAITING_CONSENT, 22), (State.READY, 22)],
)
def test_each_state_lasts_its_school_days(state, last):
    sent_at(at(2026, 11, 9))
    Referral.objects.update(state=state)

    assert [expire_unanswered(now=at(2026, 12, day)) for day in (last, last + 1)] == [0, 1]


def test_who_left_is_written_to_no_more():
    referral = sent_at(at(2026, 11, 9), expires_on=date(2026, 12, 10))
    User.objects.filter(pk=referral.owner_id).update(is_active=False)

    tell_owners_of_due_steps(now=at(2026, 11, 12))
    assert tell_owners_of_lapsing_consents(now=at(2026, 12, 2)) == 0
    assert expire_unanswered(now=at(2026, 12, 3)) == 1

    assert not Email.objects.filter(to=referral.owner.email).exists()


def test_what_was_handed_to_a_family_never_expires():
    referral = logged_at(at(2026, 9, 1), kind="informational")
    make_move(referral=referral, move="hand_out", actor=STAFF, by=referral.owner, version=0, now=at(2026, 9, 1))

    assert expire_unanswered(now=at(2026, 12, 3)) == 0


def test_a_consent_that_ran_out_takes_back_what_was_not_opened():
    referral = sent_at(at(2026, 11, 9), expires_on=date(2026, 11, 10))
    other = sent_at(at(2026, 11, 9), expires_on=date(2026, 11, 10))
    make_move(referral=other, move="open", actor=PROVIDER, version=2, now=at(2026, 11, 10))

    assert [end_lapsed_consents(now=at(2026, 11, day)) for day in (10, 11, 11)] == [0, 1, 0]

    referral.refresh_from_db()
    assert referral.state == State.RECALLED


def test_a_ready_referral_waits_for_a_new_consent():
    referral = logged_at(at(2026, 11, 9))
    create_consent(
        referral.student,
        provider=referral.service.provider,
        starts_on=date(2026, 11, 1),
        expires_on=date(2026, 11, 10),
    )
    make_move(referral=referral, move="make_ready", actor=STAFF, version=0, now=at(2026, 11, 9))

    assert end_lapsed_consents(now=at(2026, 11, 11)) == 1

    referral.refresh_from_db()
    assert referral.state == State.AWAITING_CONSENT


def test_owners_hear_14_days_before_a_consent_ends_unless_another_covers():
    referral = sent_at(at(2026, 11, 9), expires_on=date(2026, 12, 1))
    renewed = sent_at(at(2026, 11, 9), expires_on=date(2026, 12, 1))
    create_consent(
        renewed.student,
        provider=renewed.service.provider,
        starts_on=date(2026, 11, 9),
        expires_on=date(2027, 6, 30),
    )

    assert [tell_owners_of_lapsing_consents(now=at(2026, 11, day)) for day in (16, 17)] == [0, 1]
    tell_owners_of_lapsing_consents(now=at(2026, 11, 18))

    letters = Email.objects.filter(reason__startswith="consent_lapses")
    assert [(letter.to, letter.context["paragraphs"][0]) for letter in letters] == [
        (
            referral.owner.email,
            f"The consent for referral {referral.number} ends on December 1, 2026. Ask the family for a new one.",
        )
    ]


def test_a_consent_is_about_to_end_up_to_its_last_day_and_not_once_it_is_revoked():
    referral = sent_at(at(2026, 11, 9), expires_on=date(2026, 12, 1))
    ended = sent_at(at(2026, 11, 9), expires_on=date(2026, 12, 1)).consent
    ConsentRevocation.objects.create(consent=ended, revoked_at=at(2026, 11, 10), told_by="Rosa Núñez")

    assert [tell_owners_of_lapsing_consents(now=at(2026, 12, day)) for day in (1, 2)] == [1, 0]
    assert reasons("email/plain") == [f"consent_lapses:{referral.number}:{referral.consent_id}"]


def test_one_letter_a_day_tells_an_owner_the_numbers_that_are_due():
    first = sent_at(at(2026, 11, 9))
    second = create_referral(logged_by=first.owner.oasis_assignments.get(), student=first.student)
    Referral.objects.filter(pk=second.pk).update(due_on=first.due_on)

    for _beat in range(2):
        tell_owners_of_due_steps(now=timezone.make_aware(datetime.combine(first.due_on, datetime.min.time())))

    letter = Email.objects.get(reason__startswith="steps_due")
    numbers = ", ".join(sorted([first.number, second.number]))
    assert letter.context["subject"] == "2 referrals need you today"
    assert letter.context["paragraphs"][0] == f"The next step is due today: {numbers}."
    assert tell_owners_of_due_steps(now=at(2026, 11, 13)) == 0


def test_every_task_is_on_the_timetable_and_runs_twice_without_harm():
    sent_at(timezone.now() - timedelta(days=60))
    ours = {entry["task"] for entry in TIMETABLE.values() if entry["task"].startswith("oasis.")}
    names = {
        "remind_providers",
        "tell_owners_of_due_steps",
        "tell_owners_of_lapsing_consents",
        "expire_unanswered",
        "end_lapsed_consents",
        "remind_of_appointments",
        "draw_due_dates",
    }
    assert {f"oasis.{name}" for name in names} <= ours

    for _beat in range(2):
        for name in sorted(names):
            getattr(tasks, name)()

    assert ReferralEvent.objects.filter(move="expire").count() == 1
    assert Email.objects.filter(reason__startswith="clock:").count() == 1


@pytest.mark.parametrize(
    ("module", "beat"), [(expiring, expire_unanswered), (reminding, remind_providers)], ids=["expiry", "reminder"]
)
def test_what_somebody_moves_meanwhile_is_left_to_their_move(monkeypatch, module, beat):
    sent_at(at(2026, 10, 5))
    chunks = module.in_chunks

    def moved_meanwhile(rows):
        for chunk in chunks(rows):
            Referral.objects.update(version=9)
            yield chunk

    monkeypatch.setattr(module, "in_chunks", moved_meanwhile)

    assert beat(now=at(2026, 11, 12)) == 0
    assert Referral.objects.get().state == State.SENT


def test_a_consent_that_ran_out_takes_nothing_back_while_another_covers():
    referral = sent_at(at(2026, 11, 9), expires_on=date(2026, 11, 10))
    create_consent(
        referral.student,
        provider=referral.service.provider,
        starts_on=date(2026, 11, 9),
        expires_on=date(2027, 6, 30),
    )

    assert end_lapsed_consents(now=at(2026, 11, 12)) == 0


def test_a_long_list_of_numbers_is_cut():
    referral = logged_at(at(2026, 11, 9))
    for _each in range(21):
        create_referral(logged_by=referral.owner.oasis_assignments.get(), student=referral.student)
    Referral.objects.update(due_on=date(2026, 11, 12))

    tell_owners_of_due_steps(now=at(2026, 11, 12))

    letter = Email.objects.get(reason__startswith="steps_due")
    assert letter.context["paragraphs"][0].endswith("and 2 more.")
