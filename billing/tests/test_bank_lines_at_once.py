"""The same press at the same moment, by two people or by one in a hurry, in real transactions."""

from decimal import Decimal
from threading import Barrier
from uuid import uuid4

import pytest
from django.utils import timezone

from billing import banking
from billing.models import BankLine, Payment
from districts.tests.factories import create_user
from lmi_portal.tests.at_once import begin_without_a_lock, postgresql

from .factories import create_account, pay
from .test_account_lock import rush
from .test_banking import DEPOSIT, accept, bring_in, one_line

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_line_accepted_by_many_at_once_is_one_payment():
    account, line = create_account(), one_line()

    assert rush([lambda: accept(line, account)] * 6) == ["done"] * 6
    assert BankLine.objects.get().payment == Payment.objects.get()


def test_control_without_the_line_s_lock_it_is_two_payments(monkeypatch):
    """SQLite's lock is its immediate transaction: without it somebody gets an error."""
    account, line, read = create_account(), one_line(), Barrier(2)

    def read_at_the_same_time(line):
        found = BankLine.objects.get(pk=line.pk)
        read.wait(timeout=30)
        return found

    monkeypatch.setattr(banking, "_lock", read_at_the_same_time)

    seen = rush([lambda: accept(line, account)] * 2, before=begin_without_a_lock)

    assert seen == (["done", "done"] if postgresql() else ["OperationalError", "done"])
    assert Payment.objects.count() == (2 if postgresql() else 1)


def test_a_form_sent_many_times_at_once_is_one_payment():
    account, submission = create_account(), uuid4()

    assert rush([lambda: pay(account, "100.00", submission=submission)] * 6) == ["done"] * 6
    assert Payment.objects.get().amount == Decimal("100.00")


def test_a_file_brought_in_by_many_at_once_adds_its_lines_once():
    assert rush([lambda: bring_in(DEPOSIT, DEPOSIT)] * 4) == ["done"] * 4
    assert BankLine.objects.count() == 2


def test_two_lines_claim_one_payment_at_once_and_one_is_refused():
    payment = pay(create_account(), "300.00")
    bring_in(DEPOSIT, DEPOSIT)

    claims = [lambda line=line: match(line, payment) for line in BankLine.objects.all()]

    assert sorted(rush(claims)) == ["CannotBill", "done"]
    assert BankLine.objects.get(state=BankLine.State.ACCEPTED).payment == payment


def match(line, payment):
    return banking.match_bank_line(line=line, payment=payment, matched_by=create_user(), now=timezone.now())
