from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from convenings.cloning import CannotClone, clone_convening
from convenings.models import AddOn, AgendaItem, CancellationStep, Convening, Speaker
from convenings.reminding import add_default_rules
from districts.tests.factories import create_user
from lmi_portal.audit.models import Entry

from .factories import create_convening, register

pytestmark = pytest.mark.django_db
PACIFIC = ZoneInfo("America/Los_Angeles")


def pacific(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=PACIFIC)


def clone(convening, *, by=None, **fields):
    defaults = {"title": "Next year", "slug": "next-year", "first_day": date(2027, 4, 6)}
    return clone_convening(convening=convening, **defaults | fields, by=by or create_user(), now=timezone.now())


def create_winter_convening():
    """On January 28, 2026, in standard time; the clone is to be in daylight saving time."""
    convening = create_convening(
        starts_on=date(2026, 1, 28),
        ends_on=date(2026, 1, 28),
        registration_closes_at=pacific(2026, 1, 18, 17),
        contact_email="desk@example.org",
    )
    AgendaItem.objects.create(day=convening.days.get(), starts_at=pacific(2026, 1, 28, 9, 30), title="Welcome")
    AddOn.objects.create(convening=convening, title="Pre-conference", held_on=date(2026, 1, 27), price=Decimal("40.00"))
    Speaker.objects.create(convening=convening, name="A Speaker")
    add_default_rules(convening)
    return convening


def test_clone_moves_days_and_keeps_the_hours_over_summer_time():
    copy = clone(create_winter_convening())

    day = copy.days.get()
    assert (copy.starts_on, copy.ends_on, day.held_on) == (date(2027, 4, 6),) * 3
    assert timezone.localtime(day.starts_at) == pacific(2027, 4, 6, 9, 30)
    assert timezone.localtime(day.starts_at).time() == time(9, 30)
    assert copy.registration_closes_at == pacific(2027, 3, 27, 17)
    assert day.agenda.get().starts_at == pacific(2027, 4, 6, 9, 30)
    assert copy.add_ons.get().held_on == date(2027, 4, 5)


def test_clone_takes_the_cancellation_terms_along():
    original = create_winter_convening()
    Convening.objects.filter(pk=original.pk).update(
        refund_rule="steps", refunds_add_ons=False, takes_purchase_orders=False, pay_by_days_before=21
    )
    steps = [
        {"until_on": date(2026, 1, 14), "keeps_percent": Decimal("25.00")},
        {"days_before": 5, "counts_working_days": True, "keeps_fixed": Decimal("50.00")},
    ]
    for step in steps:
        CancellationStep.objects.create(convening=original, **step)

    copy = clone(original)

    # 433 days later, as the convening itself is.
    assert [step.until_on for step in copy.cancellation_steps.all()] == [date(2027, 3, 23), None]
    fields = ["days_before", "counts_working_days", "keeps_percent", "keeps_fixed", "price_from", "only_paid_by_card"]
    assert [*copy.cancellation_steps.values_list(*fields)] == [*original.cancellation_steps.values_list(*fields)]
    assert (copy.refund_rule, copy.refunds_add_ons) == ("steps", False)
    assert (copy.takes_purchase_orders, copy.pay_by_days_before) == (False, 21)


def test_clone_is_a_draft_without_teams_or_speakers():
    original = create_winter_convening()
    Convening.objects.filter(pk=original.pk).update(registration_closes_at=pacific(2099, 1, 1, 0))
    register(original)
    original.refresh_from_db()

    copy = clone(original)

    assert (copy.state, copy.fee, copy.contact_email) == ("draft", Decimal("60.00"), "desk@example.org")
    assert (copy.registrations.count(), copy.speakers.count(), copy.next_in_line) == (0, 0, 1)


def test_clone_switches_its_reminders_off():
    original = create_winter_convening()

    copy = clone(original)

    kinds = ["kind", "days", "send_time", "is_on"]
    assert list(copy.reminder_rules.values_list(*kinds)) == [
        ("after", 1, time(8), False),
        ("before", 14, time(8), False),
        ("before", 3, time(8), False),
        ("before", 1, time(8), False),
        ("roster", 7, time(8), False),
    ]
    assert set(original.reminder_rules.values_list("is_on", flat=True)) == {True}


def test_clone_is_audited():
    original = create_winter_convening()

    copy = clone(original)

    entry = Entry.objects.get(deed="clone_convening")
    assert (entry.subject_key, entry.changes) == (
        str(copy.pk),
        {"copied from": ["", original.slug], "first day": ["2026-01-28", "2027-04-06"]},
    )


def test_clone_refuses_a_taken_address():
    original = create_winter_convening()

    with pytest.raises(CannotClone) as refusal:
        clone(original, slug=original.slug)

    assert (str(refusal.value), refusal.value.field) == ("Another convening already has this address.", "slug")


@pytest.mark.django_db(transaction=True)
def test_clone_pressed_twice_makes_one():
    original, by = create_winter_convening(), create_user()

    def press(_n):
        try:
            return type(clone(original, by=by))
        except CannotClone as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = set(pool.map(press, range(2)))

    assert answers == {Convening, CannotClone}


def test_clone_refuses_one_without_days():
    with pytest.raises(CannotClone) as refusal:
        clone(create_convening(state="draft", starts_on=None, ends_on=None))

    assert refusal.value.field == "first_day"
