from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import CreditNote, Invoice
from billing.tests.factories import pay
from convenings.cancelling import cancel_registration
from convenings.changing import change_team
from convenings.models import AddOn, SeatAddOn, Waiver
from convenings.waiving import CannotWaive, end_waivers, waive_seats
from districts.tests.factories import create_user
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .factories import create_convening, register, standing_requests

pytestmark = pytest.mark.django_db


def waive(team, *seats, **fields):
    defaults = {
        "kind": "scholarship", "reason": "First-year district", "waived_by": create_user(), "now": timezone.now(),
    }  # fmt: skip
    return waive_seats(registration=team, seats=[seat.pk for seat in seats], **defaults | fields)


def end(team, *seats):
    return end_waivers(
        registration=team,
        seats=[seat.pk for seat in seats],
        reason="A mistake",
        ended_by=create_user(),
        now=timezone.now(),
    )


def lines_of(invoice):
    return [(line.kind, line.amount, line.note) for line in invoice.lines.all()]


def owed(team):
    return str(sum(invoice.total for invoice in Invoice.objects.standing().filter(bill__registration=team)))


def test_waived_seats_stand_on_a_new_invoice_with_who_and_why():
    team = register(create_convening(), size=2)
    first = team.seats.first()

    waivers, (credit_note, invoice) = waive(team, first, kind="sponsored", sponsor="Stuart Foundation")

    assert [waiver.amount for waiver in waivers] == [Decimal("60.00")]
    assert lines_of(invoice) == [
        ("seat", Decimal("60.00"), ""),
        ("waiver", Decimal("-60.00"), "Stuart Foundation: First-year district"),
        ("seat", Decimal("60.00"), ""),
    ]
    assert (credit_note.total, credit_note.reason, owed(team)) == (Decimal("120.00"), "First-year district", "60.00")
    assert Email.objects.filter(template="billing/email/invoice_replaced").count() == 1


def test_several_seats_take_one_credit_note():
    team = register(create_convening(), size=3)

    waive(team, *team.seats.all())

    assert (CreditNote.objects.count(), Waiver.objects.count(), owed(team)) == (1, 3, "0.00")


def test_part_of_a_seat_and_its_add_ons_may_be_waived():
    team = register(create_convening(), size=2)
    seat = team.seats.first()
    dinner = AddOn.objects.create(convening=team.convening, title="Dinner", price=Decimal("40.00"))
    SeatAddOn.objects.create(seat=seat, add_on=dinner, price=dinner.price)

    waive(team, seat, amount=Decimal("100.00"))

    assert owed(team) == "60.00"


def test_waiver_is_audited():
    team = register(create_convening(), size=2)
    seat = team.seats.first()

    waive(team, seat, amount=Decimal("20.00"))
    end(team, seat)

    waived, ended = Entry.objects.filter(deed__in=["waive_seats", "end_waivers"]).order_by("pk")
    words = f"{seat.label}, {seat.name}: $20.00"
    assert waived.changes == {
        "kind": ["", "scholarship"],
        "sponsor": ["", ""],
        "waived": ["", words],
        "reason": ["", "First-year district"],
    }
    assert ended.changes == {"waived": [words, ""], "reason": ["", "A mistake"]}


def test_ended_waiver_is_owed_again():
    team = register(create_convening(), size=2)
    waive(team, *team.seats.all())

    end(team, team.seats.first())

    assert (Waiver.objects.count(), owed(team)) == (1, "60.00")


def test_money_paid_moves_along_and_the_rest_is_credit():
    team = register(create_convening(), size=2)
    invoice = Invoice.objects.get()
    payment = pay(invoice.account, "120.00", pays=[(invoice, Decimal("120.00"))])

    _waivers, (_credit_note, new) = waive(team, team.seats.first())

    assert Invoice.objects.with_open_amount().get(pk=new.pk).open_amount == 0
    assert type(payment).objects.with_unapplied().get().unapplied == Decimal("60.00")


def test_waiting_team_is_charged_less_only_once_it_is_confirmed():
    convening = create_convening(capacity=2)
    first, waiting = register(convening, size=2), register(convening, size=2)

    _waivers, papers = waive(waiting, waiting.seats.first())
    cancel_registration(registration=first, cancelled_by=first.registered_by, reason="Ill", now=timezone.now())

    assert papers == (None, None)
    assert owed(waiting) == "60.00"


def test_substitution_keeps_the_waiver_and_changes_no_money():
    team = register(create_convening(), size=2)
    waive(team, team.seats.first())
    first, *others = standing_requests(team)
    seats = [replace(first, name="Another Person", email="another@example.org"), *others]

    change_team(registration=team, changed_by=team.registered_by, seats=seats, revision=0, now=timezone.now())

    assert Waiver.objects.get().seat.name == "Another Person"
    assert Invoice.objects.count() == 2


def test_team_page_shows_what_is_waived_and_who_takes_it_on(client):
    team = register(create_convening(), size=2)
    waive(team, team.seats.first(), kind="sponsored", sponsor="Stuart Foundation")
    client.force_login(team.registered_by)

    shown = client.get(team.get_absolute_url()).text

    assert '<small class="muted">− Paid by a sponsor: Stuart Foundation</small>' in shown
    assert '<small class="muted">− $60.00</small>' in shown
    assert "<strong>$60.00</strong>" in shown


def free(team):
    team.seats.update(price=0)


def waived(team):
    waive(team, *team.seats.all())


def cancelled(team):
    cancel_registration(registration=team, cancelled_by=team.registered_by, reason="Ill", now=timezone.now())


@pytest.mark.plants_a_difference
@pytest.mark.parametrize(
    ("before", "fields", "sentence", "field"),
    [
        pytest.param(None, {"amount": Decimal("60.01")}, "{seat} costs $60.00, so no more can be waived.", "amount",
                     id="more-than-it-costs"),
        pytest.param(None, {"kind": "sponsored"}, "Say who pays for it.", "sponsor", id="no-sponsor"),
        pytest.param(free, {}, "{seat} costs nothing.", "seats", id="free"),
        pytest.param(waived, {}, "{seat}: waived already. End that waiver first.", "seats", id="waived"),
        pytest.param(cancelled, {}, "This registration has been cancelled.", None, id="cancelled"),
    ],
)  # fmt: skip
def test_refusals_are_sentences(before, fields, sentence, field):
    team = register(create_convening(), size=2)
    seat = team.seats.first()
    if before:
        before(team)

    with pytest.raises(CannotWaive) as refusal:
        waive(team, seat, **fields)

    assert (str(refusal.value), refusal.value.field) == (sentence.format(seat=seat), field)


def test_seat_of_another_team_or_none_is_refused():
    team, other = register(create_convening()), register(create_convening())

    for seats in ([], [*other.seats.all()], [team.seats.first(), other.seats.first()]):
        with pytest.raises(CannotWaive, match="Choose among the seats"):
            waive(team, *seats)

    assert Waiver.objects.count() == 0


def test_what_is_not_waived_cannot_be_ended():
    team = register(create_convening())
    seat = team.seats.first()

    with pytest.raises(CannotWaive) as refusal:
        end(team, seat)

    assert str(refusal.value) == f"{seat}: nothing is waived."
