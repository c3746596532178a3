from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Event
from time import sleep

import pytest
from django.db import IntegrityError, connection, transaction

from billing import chasing
from billing.chasing import note_promise, post_due_reminders, resume_chasing, stop_chasing
from billing.models import Bill, ChaseLetter, ChasingStep
from billing.paying import bounce_payment
from billing.refusing import CannotBill
from districts.tests.factories import create_membership, create_user
from lmi_portal.audit.models import Entry

from .chases import ISSUED_AT, at, beat, in_credit, letters, owe, paid, partly_paid, set_steps, stopped, taken_back
from .factories import create_account, create_purchase_order, pay

pytestmark = pytest.mark.django_db

UNPAID, AWAITED = "invoices_unpaid", "purchase_order_awaited"


@pytest.fixture(autouse=True)
def steps(db):
    return set_steps(30, 60, 90)


def test_unpaid_invoice_is_reminded_of_on_each_day_that_staff_set_and_once():
    owe()

    days = [at(10, 30), at(10, 31), at(10, 31, 10), at(11, 1), at(11, 29), at(11, 30), at(12, 30), at(1, 31, year=2027)]

    assert beat(*days) == [0, 1, 0, 0, 0, 1, 1, 0]
    assert list(ChaseLetter.objects.order_by("pk").values_list("about", "key")) == [
        ("unpaid", "30"),
        ("unpaid", "60"),
        ("unpaid", "90"),
    ]


def test_after_a_standstill_only_the_latest_reminder_is_made_up_for():
    invoice = owe()

    assert beat(at(2, 1, year=2027), at(2, 2, year=2027)) == [1, 0]
    assert (len(letters()), ChaseLetter.objects.get().key) == (2, "90")
    assert letters()[0][2] == [invoice.number]


def test_step_that_staff_add_below_one_that_went_out_sends_nothing():
    owe()
    beat(at(11, 30))

    set_steps(30, 45, 60)

    assert beat(at(12, 1)) == [0]


def test_step_that_is_off_sends_nothing():
    owe()
    ChasingStep.objects.update(is_active=False)

    assert beat(at(12, 31)) == [0]


def promised(invoice):
    note_promise(bill=invoice.bill, promised_on=date(2026, 10, 31), note="", noted_by=create_user(), now=ISSUED_AT)


def bounced(invoice):
    payment = pay(invoice.account, "150.00", pays=[(invoice, Decimal("150.00"))])
    bounce_payment(payment=payment, reason="No funds", bounced_on=date(2026, 11, 1), recorded_by=None, now=at(11, 1))


@pytest.mark.parametrize(
    ("deed", "reminded"),
    [(paid, 0), (in_credit, 0), (taken_back, 0), (stopped, 0), (promised, 0), (partly_paid, 1), (bounced, 1), (str, 1)],
)
def test_nobody_is_reminded_of_what_needs_no_reminder(deed, reminded):
    deed(owe())

    assert beat(at(10, 31)) == [reminded]


def test_promise_is_waited_for_to_the_end_of_its_day_and_then_the_missed_reminder_goes_out():
    promised(owe())

    assert beat(at(10, 31, 16), at(11, 1)) == [0, 1]


def test_stopped_bill_is_reminded_of_again_once_staff_resume_it():
    invoice = owe()
    stopped(invoice)
    beat(at(10, 31))

    resume_chasing(bill=invoice.bill, resumed_by=create_user(), now=at(11, 2))

    assert beat(at(11, 2)) == [1]


def test_letter_goes_to_accounts_payable_and_to_the_leads_with_the_invoice():
    lead = create_membership(is_lead=True)
    create_membership(district=lead.district)
    invoice = owe(account=create_account(district=lead.district, ap_email="AP@example.org", ap_name="Ada Pay"))

    beat(at(10, 31))

    assert letters() == [(UNPAID, "ap@example.org", [invoice.number]), (UNPAID, lead.user.email, [invoice.number])]


@pytest.mark.parametrize(
    ("fields", "readers"),
    [
        ({"to_leads": False}, ["ap@example.org"]),
        ({"to_accounts_payable": False}, ["lead@example.org"]),
        ({}, ["ap@example.org", "lead@example.org"]),
    ],
    ids=["accounts-payable", "leads", "both"],
)
def test_step_says_who_is_written_to(fields, readers):
    set_steps(30, **fields)
    lead = create_membership(is_lead=True, user=create_user(email="lead@example.org"))
    owe(account=create_account(district=lead.district, ap_email="ap@example.org"))

    beat(at(10, 31))

    assert [to for _news, to, _numbers in letters()] == readers


def test_where_nobody_leads_the_registrar_is_written_to_and_no_address_twice():
    set_steps(30, to_leads=True)
    registrar = create_user(email="ap@example.org")
    owe(opened_by=registrar), owe(ap_email="", opened_by=registrar)

    beat(at(10, 31))

    assert [to for _news, to, _numbers in letters()] == ["ap@example.org"] * 2


def test_leads_get_what_accounts_payable_cannot_where_the_district_names_none():
    set_steps(30, to_leads=False)
    lead = create_membership(is_lead=True)
    owe(account=create_account(district=lead.district))

    beat(at(10, 31))

    assert [to for _news, to, _numbers in letters()] == [lead.user.email]


def test_registrar_without_a_place_is_written_to_only_where_nobody_has_one_and_reads_of_no_purchase_order():
    member = create_membership()
    owe(account=create_account(district=member.district), opened_by=create_user())
    account = create_account(ap_email="ap@example.org")
    owe(account=account, purchase_order=create_purchase_order(account, now=ISSUED_AT), pays_by="purchase_order")

    beat(at(10, 31))

    assert [to for _news, to, _numbers in letters()] == [member.user.email, "ap@example.org"]


def test_registrar_who_left_the_district_is_not_written_to():
    left = create_membership(state="ended")
    member = create_membership(district=left.district)
    account = create_account(district=left.district)
    owe(account=account, opened_by=left.user, pays_by=Bill.PaysBy.PURCHASE_ORDER)

    beat(at(10, 31), at(11, 9))

    assert [(news, to) for news, to, _numbers in letters()] == [
        (UNPAID, member.user.email),
        (AWAITED, member.user.email),
    ]


def test_reminder_that_reaches_nobody_waits_for_somebody():
    invoice = owe(ap_email="", opened_by=create_user())
    type(invoice.bill.opened_by).objects.filter(pk=invoice.bill.opened_by.pk).update(is_active=False)

    first = beat(at(10, 31))
    type(invoice.account).objects.update(ap_email="ap@example.org")

    assert (first, beat(at(11, 1))) == ([0], [1])


def test_invoices_of_one_account_and_day_make_one_letter_for_each_reader():
    account = create_account(ap_email="ap@example.org")
    older = owe(account=account)
    newer, other = owe(account=account), owe(ap_email="other@example.org")

    assert beat(at(10, 31)) == [3]

    assert letters()[0] == (UNPAID, "ap@example.org", [older.number, newer.number])
    assert [to for _news, to, _numbers in letters()].count("other@example.org") == 1
    assert other.number not in letters()[0][2]


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_remind_of_each_invoice_once():
    invoices = [owe(ap_email=f"ap{i}@example.org") for i in range(3)]

    def one_beat(_n):
        try:
            return post_due_reminders(now=at(10, 31))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        reminded = list(pool.map(one_beat, range(2)))

    assert (sum(reminded), ChaseLetter.objects.count()) == (3, 3)
    assert len(letters()) == 2 * len(invoices)


def reminded_while_money_comes_in(invoice):
    """How many invoices a beat reminds of that comes by while another transaction records what pays `invoice`."""
    is_recorded = Event()

    def record():
        try:
            with transaction.atomic():
                paid(invoice)
                is_recorded.set()
                sleep(0.3)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        recording = pool.submit(record)
        is_recorded.wait()
        reminded = post_due_reminders(now=at(10, 31))
        recording.result()
    return reminded


@pytest.mark.django_db(transaction=True)
def test_beat_waits_for_money_that_comes_in():
    assert reminded_while_money_comes_in(owe()) == 0


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time anyway.")
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_a_paid_invoice_is_reminded_of(monkeypatch):
    monkeypatch.setattr(chasing, "lock_account", lambda account: account)

    assert reminded_while_money_comes_in(owe()) == 1


def test_control_the_database_refuses_a_second_reminder_of_one_step():
    invoice = owe()
    beat(at(10, 31))

    with pytest.raises(IntegrityError), transaction.atomic():
        ChaseLetter.objects.create(invoice=invoice, about="unpaid", key="30", posted_at=at(10, 31))


@pytest.mark.parametrize("count", [1, 3])
def test_looking_what_is_due_takes_as_many_queries_for_many_invoices(django_assert_num_queries, count):
    for _n in range(count):
        owe(pays_by=Bill.PaysBy.PURCHASE_ORDER)

    # Steps, invoices, their letters, who sits at the tables.
    with django_assert_num_queries(4):
        assert beat(at(9, 7)) == [0]


def test_promise_stop_and_resumption_are_in_the_audit_trail():
    bill, staff = owe().bill, create_user()
    note_promise(bill=bill, promised_on=date(2026, 11, 6), note="Board of Nov. 5", noted_by=staff, now=at(10, 20))
    stop_chasing(bill=bill, note="The host pays", stopped_by=staff, now=at(10, 21))
    resume_chasing(bill=bill, resumed_by=staff, now=at(10, 22))

    assert list(Entry.objects.filter(done_by=staff).order_by("pk").values_list("deed", "changes")) == [
        ("note_promise", {"promised_on": ["", "2026-11-06"], "note": ["", "Board of Nov. 5"]}),
        ("stop_chasing", {"note": ["Board of Nov. 5", "The host pays"]}),
        ("resume_chasing", {}),
    ]
    bill.chase.refresh_from_db()
    assert (bill.chase.promised_on, bill.chase.stopped_at, bill.chase.stopped_by) == (None, None, None)


@pytest.mark.parametrize(
    ("deed", "refusal"),
    [
        (lambda bill, **who: note_promise(bill=bill, promised_on=date(2026, 10, 19), note="", noted_by=None, **who),
         "This day is over already."),
        (lambda bill, **who: note_promise(bill=bill, promised_on=date(9999, 12, 31), note="", noted_by=None, **who),
         "This is more than a year from now."),
        (lambda bill, **who: [stop_chasing(bill=bill, note="", stopped_by=None, **who) for _n in range(2)],
         "Its reminders are stopped already."),
        (lambda bill, **who: resume_chasing(bill=bill, resumed_by=None, **who),
         "Its reminders go out as they should already."),
    ],
    ids=["promise", "promise for ever", "stop", "resume"],
)  # fmt: skip
def test_deeds_that_make_no_sense_are_refused(deed, refusal):
    with pytest.raises(CannotBill, match=refusal):
        deed(owe().bill, now=at(10, 20))
