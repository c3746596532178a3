"""Whatever is billed, paid and taken back in whatever order, the books stay right."""

from collections import Counter as Tally
from decimal import Decimal
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from billing.allocating import open_of, paid_of, unapplied_of
from billing.invoicing import Item, reissue_invoice, write_off_invoice
from billing.models import Account, Bill, CreditNote, Invoice, Payment
from billing.paying import apply_payment, bounce_payment, refund_payment
from billing.purchasing import choose_purchase_order, withdraw_purchase_order
from billing.refusing import CannotBill

from .books_guard import refuse_differences
from .factories import create_bill, create_purchase_order, pay, settle
from .forging import differences

INDEX = st.integers(min_value=0, max_value=3)
# Among them sums that floats are short of.
AMOUNTS = st.lists(st.sampled_from(["0.00", "0.10", "0.70", "50.30", "100.00"]), max_size=3)
LESS = st.sampled_from([Decimal("0.00"), Decimal("0.70")])
CENT = Decimal("0.01")


class BooksMachine(RuleBasedStateMachine):
    """Begins where it matters: two bills of one district, of which one has changed, one of another, money on both."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        first = create_bill()
        self.bills = [first, create_bill(district=first.account.district), create_bill()]
        self.accounts = [first.account, self.bills[2].account]
        self.orders = [create_purchase_order(account, "150.30") for account in self.accounts]
        # What each bill must say, and what was written off it and stays so until the money changes.
        self.settled, self.written_off = {}, {}
        for bill in self.bills:
            self.settle(bill, ["50.30", "100.00"])
        self.settle(first, ["0.70", "100.00"])
        self.received, self.went_back = Decimal(0), Decimal(0)
        self.pay_an_invoice(0, None, "0.00")
        for account, amount in zip(self.accounts, ("300.00", "80.00"), strict=True):
            self.receive(account, amount, [])

    def teardown(self):
        try:
            assert differences() == {}
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def settle(self, bill, amounts, name="Ana"):
        items = [Item("seat", f"Seat {n}", Decimal(amount), person=name) for n, amount in enumerate(amounts)]
        wanted, standing = Tally(item.amount for item in items if item.amount), bill.invoices.standing().first()
        paid = paid_of(standing) if standing else 0
        settle(bill, items=items)
        if wanted != self.written_off.get(bill.pk):
            self.settled[bill.pk] = wanted
            if wanted:
                self.written_off.pop(bill.pk, None)
                new = bill.invoices.standing().get()
                assert paid_of(new) == min(paid, new.total)

    def receive(self, account, amount, pays):
        pay(account, amount, pays=pays)
        self.received += Decimal(amount)

    def pick(self, rows, index):
        rows = list(rows.order_by("pk"))
        return rows[index % len(rows)] if rows else None

    @rule(index=INDEX, amounts=AMOUNTS)
    def change_a_bill(self, index, amounts):
        self.settle(self.bills[index % 3], amounts)

    @rule(index=INDEX)
    def substitute_a_person(self, index):
        standing = self.bills[index % 3].invoices.standing().first()
        before = Invoice.objects.count()
        if standing:
            self.settle(self.bills[index % 3], standing.lines.values_list("amount", flat=True), name="Somebody else")
        assert Invoice.objects.count() == before

    @rule(index=INDEX)
    def cancel_a_team(self, index):
        settle(self.bills[index % 3], cause=CreditNote.Cause.CANCELLATION)
        self.settled[self.bills[index % 3].pk] = Tally()

    @rule(index=INDEX, part=st.sampled_from([None, "0.10", "50.30"]), over=st.sampled_from(["0.00", "70.00"]))
    def pay_an_invoice(self, index, part, over):
        invoice = self.pick(Invoice.objects.unpaid(), index)
        if invoice is not None:
            amount = min(Decimal(part or invoice.open_amount), invoice.open_amount)
            self.receive(invoice.account, amount + Decimal(over), [(invoice, amount)])

    @rule(index=INDEX)
    def pay_all_that_is_open(self, index):
        unpaid = list(Invoice.objects.unpaid().filter(account=self.accounts[index % 2]))
        if unpaid:
            pays = [(invoice, invoice.open_amount) for invoice in unpaid]
            self.receive(self.accounts[index % 2], sum(amount for _invoice, amount in pays), pays)

    @rule(payment=INDEX, invoice=INDEX, less=LESS)
    def apply_credit(self, payment, invoice, less):
        payment = self.pick(Payment.objects.all(), payment)
        invoice = self.pick(payment.account.invoices.unpaid(), invoice)
        others = [
            Invoice.objects.exclude(account=payment.account).first(),
            payment.account.invoices.exclude(credit_note=None).first(),
        ]
        possible = min(unapplied_of(payment), open_of(invoice)) if invoice else 0
        apply = partial(apply_payment, payment=payment, applied_by=None, now=timezone.now())
        for forbidden, amount in [(invoice, possible + CENT), *((other, CENT) for other in others)]:
            if forbidden:
                with pytest.raises(CannotBill):
                    apply(invoice=forbidden, amount=amount)
        if possible:
            apply(invoice=invoice, amount=max(possible - less, CENT))

    def bounce(self, payment):
        bounced = {"bounced_on": timezone.localdate(), "recorded_by": None, "now": timezone.now()}
        bounce_payment(payment=payment, reason="No funds", **bounced)

    @rule(index=INDEX)
    def bounce_a_payment(self, index):
        payment = self.pick(Payment.objects.all(), index)
        try:
            self.bounce(payment)
        except CannotBill:
            assert payment.has_bounced() or payment.refunds.exists()
        else:
            self.went_back += payment.amount

    @rule(index=INDEX, less=LESS)
    def refund_a_payment(self, index, less):
        payment = self.pick(Payment.objects.all(), index)
        left, back = unapplied_of(payment), {"method": "check", "reason": "Paid twice", "recorded_by": None}
        refund = partial(refund_payment, payment=payment, refunded_on=timezone.localdate(), now=timezone.now(), **back)
        with pytest.raises(CannotBill):
            refund(amount=left + CENT)
        if left:
            self.went_back += refund(amount=max(left - less, CENT)).amount
            with pytest.raises(CannotBill):
                self.bounce(payment)

    @rule(index=INDEX)
    def write_an_invoice_off(self, index):
        invoice = self.pick(Invoice.objects.all(), index)
        was_credited = invoice.is_credited()
        try:
            write_off_invoice(invoice=invoice, by=None, reason="The host’s team", now=timezone.now())
        except CannotBill:
            assert was_credited
        else:
            self.written_off[invoice.bill_id] = self.settled[invoice.bill_id]
            self.settled[invoice.bill_id] = Tally()

    @rule(index=INDEX)
    def issue_an_invoice_again(self, index):
        bill = self.bills[index % 3]
        try:
            reissue_invoice(bill=bill, by=None, now=timezone.now(), reason="New address")
        except CannotBill:
            assert not bill.invoices.standing().exists()

    @rule(bill=INDEX, order=INDEX, agreed=st.booleans())
    def choose_a_purchase_order(self, bill, order, agreed):
        bill, order = Bill.objects.get(pk=self.bills[bill % 3].pk), self.orders[order % 2]
        order.refresh_from_db()
        try:
            choose_purchase_order(bill=bill, purchase_order=order, chosen_by=None, now=timezone.now(), agreed=agreed)
        except CannotBill:
            assert order.account_id != bill.account_id or order.withdrawn_at or not agreed
        else:
            assert Bill.objects.get(pk=bill.pk).purchase_order == order

    @rule(order=INDEX)
    def withdraw_a_purchase_order(self, order):
        withdraw_purchase_order(purchase_order=self.orders[order % 2], withdrawn_by=None, now=timezone.now())

    @invariant()
    def the_ledger_is_right(self):
        """Nothing is ever taken out of it, so all other checks see at the end what went wrong on the way."""
        refuse_differences()

    @invariant()
    def a_bill_says_what_was_last_settled(self):
        for bill in self.bills:
            standing = bill.invoices.standing().first()
            lines = standing.lines.exclude(amount=0).values_list("amount", flat=True) if standing else []
            assert Tally(lines) == self.settled[bill.pk]

    @invariant()
    def what_is_owed_is_what_is_billed_less_what_came_and_stayed(self):
        owed = sum(account.balance for account in Account.objects.with_balance())
        billed = sum(Invoice.objects.standing().values_list("total", flat=True))
        assert owed == billed - self.received + self.went_back

    @invariant()
    def what_is_owed_is_what_is_open_less_the_credit(self):
        for account in Account.objects.with_balance():
            open_amounts = account.invoices.with_open_amount().values_list("open_amount", flat=True)
            payments = list(account.payments.select_related("bounce").with_unapplied())
            assert account.balance == sum(open_amounts) - sum(payment.unapplied for payment in payments)
            assert [unapplied_of(payment) for payment in payments] == [payment.unapplied for payment in payments]


@pytest.mark.django_db
def test_no_sequence_of_deeds_breaks_the_books():
    run_state_machine_as_test(
        BooksMachine,
        settings=settings(
            max_examples=8, stateful_step_count=20, deadline=None, derandomize=True, phases=[Phase.generate]
        ),
    )
