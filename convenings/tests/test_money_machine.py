"""Whatever teams, staff and the bank do in whatever order, teams are billed what they owe and the books are right."""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from billing.invoicing import write_off_invoice
from billing.models import Account, CreditNote, Invoice, Payment
from billing.paying import bounce_payment, refund_payment
from billing.refusing import CannotBill
from billing.tests.books_guard import refuse_differences
from billing.tests.factories import pay
from billing.tests.forging import differences
from convenings.cancelling import cancel_registration
from convenings.capacity import CannotChangeCapacity, change_capacity
from convenings.changing import change_team, price_change
from convenings.difference import Difference
from convenings.keeping import total_of_fees
from convenings.models import AddOn, CancellationStep, Convening, Registration, Waiver
from convenings.refusing import CannotRegister
from convenings.seating import seats_with_money
from convenings.waiving import CannotWaive, end_waivers, waive_seats
from districts.tests.factories import create_district, create_user

from .factories import create_convening, register, standing_requests, team_of

INDEX = st.integers(min_value=0, max_value=3)


class MoneyMachine(RuleBasedStateMachine):
    """Begins where it matters: a full convening, a team in line, an add-on waived, a paid invoice, a fee."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.user, self.districts = create_user(), [create_district(), create_district()]
        self.convening = create_convening(
            capacity=5,
            fee=Decimal("50.30"),
            fee_rule=Convening.FeeRule.FIRST_FREE,
            free_seats=1,
            refund_rule=Convening.RefundRule.STEPS,
        )
        CancellationStep.objects.create(convening=self.convening, days_before=10, keeps_fixed=Decimal("0.70"))
        self.add_on = AddOn.objects.create(convening=self.convening, title="Day before", price=Decimal("0.10"))
        self.received, self.went_back = Decimal(0), Decimal(0)
        for district, size in zip([*self.districts, self.districts[0]], (3, 2, 2), strict=True):
            self.register(district, size, (self.add_on,))
        self.waive_a_seat(0, None)
        self.pay_an_invoice(0, Decimal("0.00"))

    def teardown(self):
        try:
            assert differences() == {}
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def pick(self, rows, index):
        rows = list(rows.order_by("pk"))
        return rows[index % len(rows)] if rows else None

    def team(self, index):
        return self.pick(Registration.objects.standing(), index)

    def register(self, district, size, add_ons=()):
        *rest, last = team_of(size, district=district)
        seats = [*rest, replace(last, add_ons=add_ons)]
        name = f"Team {Registration.objects.count()}"
        register(self.convening, district=district, registered_by=self.user, seats=seats, team_name=name)

    def change(self, team, seats):
        standing = {seat.pk: seat for seat in seats_with_money().filter(registration=team)}
        _quote, fees = price_change(team, Difference(standing, seats), now=timezone.now())
        change_team(
            registration=team,
            changed_by=self.user,
            seats=seats,
            revision=team.revision,
            now=timezone.now(),
            agreed_fee=total_of_fees(fees),
        )

    @rule(index=INDEX, size=st.sampled_from([2, 3]), has_add_on=st.booleans())
    def register_a_team(self, index, size, has_add_on):
        self.register(self.districts[index % 2], size, (self.add_on,) if has_add_on else ())

    @rule(index=INDEX, size=st.sampled_from([2, 3, 4]))
    def change_a_team(self, index, size):
        team = self.team(index)
        if team:
            seats = [*standing_requests(team), *team_of(5, district=team.district)[1:]][:size]
            with suppress(CannotRegister):
                self.change(team, seats)

    @rule(index=INDEX)
    def change_an_add_on(self, index):
        team = self.team(index)
        if team:
            *rest, last = standing_requests(team)
            self.change(team, [*rest, replace(last, add_ons=() if last.add_ons else (self.add_on,))])

    @rule(index=INDEX)
    def substitute_a_person(self, index):
        team = self.team(index)
        if team:
            papers = Invoice.objects.count(), CreditNote.objects.count()
            first, *rest = standing_requests(team)
            self.change(team, [replace(first, name="Somebody else"), *rest])
            assert (Invoice.objects.count(), CreditNote.objects.count()) == papers

    @rule(index=INDEX)
    def cancel_a_team(self, index):
        team = self.team(index)
        if team:
            cancel_registration(registration=team, cancelled_by=self.user, reason="Ill", now=timezone.now())

    @rule(capacity=st.sampled_from([5, 7, 12]))
    def promote_from_the_line(self, capacity):
        with suppress(CannotChangeCapacity):
            self.convening = change_capacity(
                convening=self.convening, capacity=capacity, by=self.user, now=timezone.now()
            )

    @rule(index=INDEX, amount=st.sampled_from([None, Decimal("0.10"), Decimal("50.30")]))
    def waive_a_seat(self, index, amount):
        team = self.team(index)
        if team:
            seat = team.seats.order_by("-price", "-pk").first()
            why = {"kind": Waiver.Kind.PRESENTER, "reason": "Speaks", "waived_by": self.user, "now": timezone.now()}
            with suppress(CannotWaive):
                waive_seats(registration=team, seats=[seat.pk], amount=amount, **why)

    @rule(index=INDEX)
    def end_a_waiver(self, index):
        waiver = self.pick(Waiver.objects.all(), index)
        if waiver:
            team, ended = waiver.seat.registration, {"ended_by": self.user, "now": timezone.now()}
            with suppress(CannotWaive):
                end_waivers(registration=team, seats=[waiver.seat_id], reason="Pays after all", **ended)

    @rule(index=INDEX, over=st.sampled_from([Decimal("0.00"), Decimal("0.10"), Decimal("70.00"), Decimal("-0.10")]))
    def pay_an_invoice(self, index, over):
        invoice = self.pick(Invoice.objects.unpaid(), index)
        if invoice is not None and invoice.open_amount + over > 0:
            amount = invoice.open_amount + over
            pay(invoice.account, amount, pays=[(invoice, min(amount, invoice.open_amount))])
            self.received += amount

    @rule(index=INDEX)
    def refund_a_payment(self, index):
        payment = self.pick(Payment.objects.unmatched(), index)
        if payment is not None:
            refunded = {"refunded_on": timezone.localdate(), "recorded_by": None, "now": timezone.now()}
            refund_payment(payment=payment, amount=payment.unapplied, method="check", reason="Left", **refunded)
            self.went_back += payment.unapplied

    @rule(index=INDEX)
    def bounce_a_payment(self, index):
        payment = self.pick(Payment.objects.all(), index)
        bounced = {"bounced_on": timezone.localdate(), "recorded_by": None, "now": timezone.now()}
        with suppress(CannotBill):
            bounce_payment(payment=payment, reason="No funds", **bounced)
            self.went_back += payment.amount

    @rule(index=INDEX)
    def void_an_invoice(self, index):
        invoice = self.pick(Invoice.objects.standing(), index)
        if invoice is not None:
            write_off_invoice(invoice=invoice, by=None, reason="The host’s team", now=timezone.now())

    @invariant()
    def the_ledger_is_right(self):
        """Nothing is ever taken out of it, so all other checks see at the end what went wrong on the way."""
        refuse_differences()

    @invariant()
    def a_team_is_billed_what_its_rows_come_to(self):
        for team in Registration.objects.with_totals().select_related("bill"):
            last = team.bill and team.bill.invoices.select_related("credit_note").order_by("pk").last()
            if last and hasattr(last, "credit_note") and last.credit_note.cause == CreditNote.Cause.WRITE_OFF:
                continue
            standing = team.bill and team.bill.invoices.standing().first()
            owes = 0 if team.state == Registration.State.WAITLISTED else team.amount
            assert (standing.total if standing else 0) == owes

    @invariant()
    def what_is_owed_is_what_is_billed_less_what_came_and_stayed(self):
        owed = sum(account.balance for account in Account.objects.with_balance())
        billed = sum(Invoice.objects.standing().values_list("total", flat=True))
        assert owed == billed - self.received + self.went_back


@pytest.mark.django_db
def test_no_sequence_of_deeds_breaks_the_books():
    run_state_machine_as_test(
        MoneyMachine,
        settings=settings(
            max_examples=10, stateful_step_count=10, deadline=None, derandomize=True, phases=[Phase.generate]
        ),
    )
