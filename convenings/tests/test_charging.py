"""Teams and their invoices: what is charged when, in the transaction of the deed."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from billing.models import Account, Bill, CreditNote, Invoice
from billing.tests.factories import pay
from convenings import charging, registering
from convenings.cancelling import cancel_registration
from convenings.capacity import change_capacity
from convenings.changing import change_team
from convenings.models import AddOn, Convening, Registration, Waiver
from convenings.opening import cancel_convening
from convenings.refusing import CannotRegister
from districts.tests.factories import create_district, create_user
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .factories import create_convening, register, standing_requests, team_of, unnamed

pytestmark = pytest.mark.django_db


def change(team, seats, **fields):
    team.refresh_from_db()
    defaults = {"changed_by": team.registered_by, "revision": team.revision, "now": timezone.now()}
    return change_team(registration=team, seats=seats, **defaults | fields)


def cancel(team, **fields):
    cancel_registration(
        registration=team, cancelled_by=team.registered_by, reason="Snow", **{"now": timezone.now()} | fields
    )


def standing(team):
    return Invoice.objects.standing().filter(bill__registration=team).first()


def owed(team):
    """What the team's standing invoice says, and what its rows say."""
    invoice = standing(team)
    return invoice.total if invoice else 0, Registration.objects.with_totals().get(pk=team.pk).amount


def lines(team):
    return [(line.kind, line.label, line.person, str(line.amount)) for line in standing(team).lines.all()]


def waive(seat, amount, **fields):
    defaults = {"kind": "scholarship", "reason": "First time", "waived_at": timezone.now(), "waived_by": create_user()}
    return Waiver.objects.create(seat=seat, amount=Decimal(amount), **defaults | fields)


def test_registering_issues_an_invoice_that_names_everybody():
    convening = create_convening(fee=Decimal("60.00"))
    day = AddOn.objects.create(convening=convening, title="Pre-conference day", price=Decimal("75.00"))
    district = create_district()
    first, second = team_of(2, district=district)

    team = register(convening, district=district, seats=[replace(first, add_ons=(day,)), *unnamed([second])])

    assert lines(team) == [
        ("seat", "Certificated employees’ lead", first.name, "60.00"),
        ("add_on", "Pre-conference day", first.name, "75.00"),
        ("seat", "Superintendent or designee", "", "60.00"),
    ]
    assert owed(team) == (195, 195)
    assert (team.bill.code, team.bill.account.district, team.bill.path) == (team.code, district, f"/teams/{team.code}/")


def test_invoice_says_what_the_team_came_for_and_on_which_terms():
    convening = create_convening(
        venue="Hall",
        city="Dinuba",
        fee_includes="Lunch",
        cancellation_terms="Write to us.\nSoon.",
        pay_by_days_before=7,
    )
    team = register(convening, team_name="North")

    facts = standing(team).facts

    assert facts["subject"] == {
        "title": convening.title,
        "days": [{"date": convening.starts_on.isoformat(), "hours": facts["subject"]["days"][0]["hours"]}],
        "place": "Hall, Dinuba",
        "includes": "Lunch",
        "team": f"{team.district} – North",
        "code": team.code,
    }
    assert facts["subject"]["days"][0]["hours"].startswith("doors 8:30 a.m., 9:30 a.m.–3 p.m. P")
    assert facts["terms"][-3:] == ["Another person may always take a seat.", "Write to us.", "Soon."]
    assert date.fromisoformat(facts["due_on"]) == convening.starts_on - timedelta(days=7)


def test_free_seats_are_on_the_invoice_too():
    team = register(create_convening(fee_rule="first_free", fee=Decimal("150.00"), free_seats=2), size=3)

    assert [amount for _kind, _label, _person, amount in lines(team)] == ["0.00", "0.00", "150.00"]


@pytest.mark.parametrize(
    ("fields", "bills"),
    [({"fee_rule": "free"}, 0), ({"fee_rule": "first_free", "free_seats": 5}, 1)],
    ids=["free", "could-cost"],
)
def test_team_that_owes_nothing_has_no_invoice(fields, bills):
    register(create_convening(**fields))

    assert (Bill.objects.count(), Invoice.objects.count()) == (bills, 0)


def test_bill_is_opened_once_a_free_convening_costs_something():
    convening = create_convening(fee_rule="free")
    day = AddOn.objects.create(convening=convening, title="Pre-conference day", price=Decimal("75.00"))
    team = register(convening)
    first, second = standing_requests(team)

    change(team, [replace(first, add_ons=(day,)), second])

    team.refresh_from_db()
    assert (owed(team), team.bill.pays_by) == ((75, 75), "purchase_order")


def test_team_registered_before_there_were_bills_gets_one_with_its_first_change():
    team = register(create_convening(fee_rule="free"), size=3)
    team.seats.update(price=Decimal("60.00"))

    change(team, standing_requests(team)[:2])

    assert owed(team) == (120, 120)


def test_team_that_waits_owes_nothing_until_it_moves_up():
    convening = create_convening(capacity=3)
    held, waiting = register(convening, size=2), register(convening, size=3)
    before = standing(waiting), waiting.bill.invoices.count()

    cancel(held)

    assert before == (None, 0)
    assert owed(waiting) == (180, 180)
    letter = Email.objects.get(template="convenings/email/registration_promoted")
    assert letter.context["amount"] == "$180.00"


def test_more_seats_issue_the_invoice_to_teams_that_move_up():
    convening = create_convening(capacity=2)
    register(convening)
    waiting = register(convening, size=2)

    change_capacity(convening=convening, capacity=4, by=create_user(), now=timezone.now())

    assert owed(waiting) == (120, 120)


def test_change_credits_the_invoice_and_issues_another():
    team = register(create_convening(), size=2)
    old = standing(team)
    extra = team_of(3, district=team.district)[2]

    change(team, [*standing_requests(team), extra])

    new = standing(team)
    assert (old.credit_note.cause, new.replaces, owed(team)) == ("change", old.credit_note, (180, 180))
    assert old.credit_note.facts["reason"].startswith("Added: Cabinet member, Ana")


def test_substitution_issues_nothing():
    team = register(create_convening(), size=2)
    first, second = standing_requests(team)

    change(team, [replace(first, name="Luis Peña", email="luis@example.org"), second])

    assert (Invoice.objects.count(), CreditNote.objects.count()) == (1, 0)


def test_cancelling_credits_all_and_frees_what_was_paid():
    team = register(create_convening(), size=2)
    payment = pay(team.bill.account, "120.00", pays=[(standing(team), Decimal("120.00"))])

    cancel(team)

    assert owed(team) == (0, 0)
    assert CreditNote.objects.get().cause == "cancellation"
    assert type(payment).objects.with_unapplied().get().unapplied == 120
    assert Account.objects.with_balance().get().balance == -120


def test_cancelled_convening_credits_all_but_what_the_initiative_keeps():
    convening = create_convening(organizer_keeps=Decimal("10.00"), capacity=3)
    team, waiting = register(convening, size=3), register(convening, size=2)

    cancel_convening(convening=convening, reason="Smoke", by=create_user(), now=timezone.now())

    assert (owed(team), owed(waiting)) == ((30, 30), (0, 0))
    assert CreditNote.objects.get().facts["reason"] == "Smoke"
    assert [kind for kind, *_rest in lines(team)] == ["cancellation_fee"] * 3


def test_waiver_is_a_line_of_its_own_and_never_more_than_its_seat():
    convening = create_convening(fee_rule="first_free", fee=Decimal("150.00"), free_seats=1)
    team = register(convening, size=3)
    waive(team.seats.last(), "150.00", kind="sponsored", sponsor="ACSA")
    labor, second, third = standing_requests(team)

    change(team, [labor, replace(second, name="Luis Peña"), third])
    waived = lines(team)
    change(team, [second, third, *team_of(1, district=team.district)])

    assert [amount for *_line, amount in waived] == ["0.00", "150.00", "150.00", "-150.00"]
    assert owed(team)[0] == owed(team)[1]


def test_waiver_goes_once_its_seat_is_free():
    team = register(create_convening(fee_rule="first_free", fee=Decimal("150.00"), free_seats=1), size=2)
    Convening.objects.update(both_sides="advised")
    waive(team.seats.last(), "100.00")

    change(team, standing_requests(team)[1:])

    assert (owed(team), Waiver.objects.count()) == ((0, 0), 0)
    assert Entry.objects.get(deed="lower_waiver").changes["waived"] == ["$100.00", "$0.00"]


def fail(*args, **kwargs):
    raise RuntimeError("The paper jammed.")


def test_team_without_its_invoice_is_not_registered(monkeypatch):
    monkeypatch.setattr(registering, "charge_team", fail)

    with pytest.raises(RuntimeError, match="jammed"):
        register(create_convening())

    assert (Registration.objects.count(), Bill.objects.count(), Invoice.objects.count()) == (0, 0, 0)
    assert not Email.objects.filter(template__startswith="convenings/").exists()


def test_invoice_without_its_team_is_not_issued():
    convening, district = create_convening(), create_district()
    register(convening, district=district)

    with pytest.raises(CannotRegister, match="already registered a team"):
        register(convening, district=district)

    assert (Registration.objects.count(), Bill.objects.count(), Invoice.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_control_an_invoice_of_a_transaction_of_its_own_would_be_left_behind(monkeypatch):
    monkeypatch.setattr(registering, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(registering, "lock_convening", lambda convening: convening)
    monkeypatch.setattr(registering, "_tell", lambda *args, **kwargs: None)
    charge = registering.charge_team
    monkeypatch.setattr(registering, "charge_team", lambda *args, **kwargs: (charge(*args, **kwargs), fail()))

    with pytest.raises(RuntimeError, match="jammed"):
        register(create_convening())

    assert (Registration.objects.count(), Invoice.objects.count()) == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_say_what_is_open_in_constant_queries(count, django_assert_num_queries):
    teams = [register(create_convening(), size=2) for _n in range(count)]
    pay(teams[0].bill.account, "50.00", pays=[(standing(teams[0]), Decimal("50.00"))])

    with django_assert_num_queries(2):
        open_amounts = [team.open_amount for team in Registration.objects.with_open_amount().order_by("pk")]
        owed_amounts = [one.owed for one in Convening.objects.with_owed().order_by("pk")]

    assert open_amounts == owed_amounts == [70, 120, 120][:count]


def test_register_team_with_its_invoice_takes_few_statements(django_assert_num_queries):
    convening, district, user = create_convening(), create_district(), create_user()
    register(convening)
    register(create_convening(), district=district)
    seats = team_of(12, district=district)

    with django_assert_num_queries(25):
        register(convening, district=district, registered_by=user, seats=seats)


def test_accounts_are_locked_in_one_order():
    convening = create_convening(capacity=2)
    held = register(convening)
    waiting = [register(convening) for _n in range(2)]

    locked = charging.lock_accounts(convening, held)

    assert [account.district for account in locked] == [team.district for team in [held, *waiting]]
