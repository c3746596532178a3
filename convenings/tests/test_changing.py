from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from convenings.cancelling import cancel_registration
from convenings.changing import change_team
from convenings.models import AddOn, Convening, Registration
from convenings.refusing import CannotRegister
from districts.tests.factories import create_district, create_user
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .factories import create_convening, register, standing_requests, team_of, unnamed

pytestmark = pytest.mark.django_db


def change(registration, seats, **fields):
    registration.refresh_from_db()
    defaults = {"changed_by": registration.registered_by, "revision": registration.revision, "now": timezone.now()}
    return change_team(registration=registration, seats=seats, **defaults | fields)


def more(registration, count):
    """The standing seats and `count` new ones from management."""
    extra = team_of(count + 1, district=registration.district)[1:]
    return standing_requests(registration) + extra


def states(*registrations):
    return [Registration.objects.get(pk=registration.pk).state for registration in registrations]


def mails(registration, template):
    found = Email.objects.filter(template=f"convenings/email/{template}", reason__contains=registration.code)
    return sorted(found.values_list("to", flat=True))


def test_change_team_substitutes_a_person_at_the_same_price():
    registration = register(create_convening(fee=Decimal("60.00")), size=2)
    Convening.objects.update(fee=Decimal("90.00"))
    first, second = standing_requests(registration)

    change(registration, [replace(first, name="Luis Peña", email="luis@example.org"), second])

    seat = registration.seats.first()
    assert (seat.name, seat.email, seat.price) == ("Luis Peña", "luis@example.org", Decimal("60.00"))
    assert mails(registration, "seat_released") == [first.email]
    assert "luis@example.org" in mails(registration, "seat_confirmed")
    assert mails(registration, "registration_changed") == [registration.registered_by.email]


def test_change_team_substitutes_a_person_on_a_team_whose_other_side_was_asked_for_only_later():
    district = create_district()
    seats = team_of(1, district=district)
    registration = register(create_convening(both_sides="advised"), district=district, seats=seats)
    Convening.objects.update(both_sides="required")
    [only] = standing_requests(registration)

    change(registration, [replace(only, name="Luis Peña")])
    with pytest.raises(CannotRegister, match="Management is missing"):
        change(registration, [*standing_requests(registration), *unnamed(seats)])

    assert [seat.name for seat in registration.seats.all()] == ["Luis Peña"]


def test_change_team_lets_two_seats_swap_their_people():
    registration = register(create_convening(), size=2)
    first, second = standing_requests(registration)
    swapped = [
        replace(first, name=second.name, email=second.email),
        replace(second, name=first.name, email=first.email),
    ]

    change(registration, swapped)

    assert list(registration.seats.values_list("email", flat=True)) == [second.email, first.email]
    assert mails(registration, "seat_released") == []


def test_change_team_adds_seats_at_the_fee_of_the_day():
    registration = register(create_convening(fee=Decimal("60.00")), size=2)
    Convening.objects.update(fee=Decimal("90.00"))

    change(registration, more(registration, 1))

    assert list(registration.seats.values_list("price", flat=True)) == [60, 60, 90]


def test_change_team_refuses_to_grow_past_the_capacity():
    registration = register(create_convening(capacity=3), size=2)

    with pytest.raises(CannotRegister, match="asked for 2 more, and 1 seat is left"):
        change(registration, more(registration, 2))

    assert registration.seats.count() == 2


def test_change_team_refuses_to_grow_ahead_of_a_waiting_team():
    convening = create_convening(capacity=4)
    registration = register(convening, size=2)
    register(convening, size=3)

    with pytest.raises(CannotRegister, match="Other teams are waiting"):
        change(registration, more(registration, 1))


def test_change_team_that_waits_may_grow_and_keeps_its_place():
    convening = create_convening(capacity=4)
    register(convening, size=4)
    waiting = register(convening, size=2)

    change(waiting, more(waiting, 2))
    with pytest.raises(CannotRegister, match="has 4 seats in all, and the team has 5"):
        change(waiting, more(waiting, 1))

    waiting.refresh_from_db()
    assert (waiting.state, waiting.place_in_line, waiting.seats.count()) == ("waitlisted", 1, 4)


def test_change_team_that_drops_seats_lets_the_line_move_up_in_order():
    convening = create_convening(capacity=6)
    large = register(convening, size=6)
    first, second = register(convening, size=3), register(convening, size=2)

    change(large, standing_requests(large)[:4])
    assert states(first, second) == ["waitlisted", "waitlisted"]

    change(large, standing_requests(large)[:3])
    assert states(first, second) == ["confirmed", "waitlisted"]
    assert mails(first, "registration_promoted") == [first.registered_by.email]


def test_change_team_makes_the_next_seat_free_when_a_free_one_goes():
    convening = create_convening(fee_rule="first_free", fee=Decimal("150.00"), free_seats=2)
    registration = register(convening, size=4)
    labor, first, *rest = standing_requests(registration)

    change(registration, [labor, *rest])

    assert first.seat_id not in registration.seats.values_list("pk", flat=True)
    assert list(registration.seats.values_list("price", flat=True)) == [0, 0, 150]


def test_change_team_refuses_a_page_that_is_out_of_date():
    registration = register(create_convening(), size=3)
    change(registration, standing_requests(registration)[:2])

    with pytest.raises(CannotRegister, match="Somebody changed this team") as refusal:
        change(registration, standing_requests(registration), revision=0)

    assert refusal.value.field == "revision"


def test_change_team_without_a_difference_is_no_news():
    registration = register(create_convening(), size=2)

    change(registration, standing_requests(registration))

    registration.refresh_from_db()
    assert registration.revision == 0
    assert mails(registration, "registration_changed") == []


def test_change_team_refuses_a_seat_of_another_team():
    convening = create_convening()
    mine, theirs = register(convening), register(convening)
    stolen = replace(standing_requests(mine)[0], seat_id=theirs.seats.first().pk)

    with pytest.raises(CannotRegister, match="no longer part of the team"):
        change(mine, [stolen, standing_requests(mine)[1]])


def test_change_team_after_the_terms_changes_names_only():
    registration = register(create_convening(changes_close_at=timezone.now() + timedelta(days=5)), size=3)
    later = timezone.now() + timedelta(days=6)
    first, *rest = standing_requests(registration)

    with pytest.raises(CannotRegister, match=r"Seats could be added or dropped until .* P[SD]T"):
        change(registration, [first, *rest[:1]], now=later)
    change(registration, [replace(first, name="Luis Peña"), *rest], now=later)

    assert registration.seats.first().name == "Luis Peña"


def test_change_team_refuses_once_the_convening_is_over():
    registration = register(create_convening(), size=2)

    with pytest.raises(CannotRegister, match="over or cancelled"):
        change(registration, more(registration, 1), now=timezone.now() + timedelta(days=32))


def test_change_team_refuses_a_cancelled_registration():
    registration = register(create_convening(), size=2)
    seats = standing_requests(registration)
    cancel_registration(registration=registration, cancelled_by=create_user(), reason="Strike", now=timezone.now())

    with pytest.raises(CannotRegister, match="has been cancelled"):
        change(registration, seats)


def test_change_team_chooses_and_drops_add_ons_within_their_own_seats():
    convening = create_convening()
    day = AddOn.objects.create(convening=convening, title="Pre-conference day", capacity=1, price=Decimal("75.00"))
    registration = register(convening, size=2)
    first, second = standing_requests(registration)

    change(registration, [replace(first, add_ons=(day,)), second])
    with pytest.raises(CannotRegister, match="“Pre-conference day” has 1 seat left") as refusal:
        change(registration, [replace(one, add_ons=(day,)) for one in standing_requests(registration)])

    assert refusal.value.field == (1, "add_ons")
    assert Registration.objects.with_totals().get(pk=registration.pk).amount == Decimal("195.00")


def test_change_team_writes_from_and_to():
    registration = register(create_convening(), size=3)

    change(registration, standing_requests(registration)[:2])

    entry = Entry.objects.get(deed="change_team", subject_key=str(registration.pk))
    assert entry.changes["seats"] == [3, 2]
    assert entry.changes["changes"][1].startswith("Dropped: Cabinet member, Ana")
