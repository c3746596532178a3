from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from billing.chasing import note_promise, stop_chasing
from billing.models import Bill, Chase, ChasingStep
from districts.tests.factories import create_district, create_user
from lmi_portal.audit.models import Entry
from lmi_portal.tests.staff_pages import messages_of, page_of, typed

from .chases import at, beat, owe, set_steps
from .factories import create_account, create_bill, create_invoice, create_purchase_order, pay

pytestmark = pytest.mark.django_db

LIST = reverse("admin:billing_bill_changelist")
STEPS = reverse("admin:billing_chasingstep_changelist")


def found(client, **query):
    return list(client.get(LIST, query).context["cl"].result_list)


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_many_bills(client, staff, django_assert_num_queries, count):
    for _n in range(count):
        invoice = owe()
        note_promise(bill=invoice.bill, promised_on=tomorrow(), note="", noted_by=staff, now=timezone.now())

    with django_assert_num_queries(4):
        rows = found(client)

    assert len(rows) == count


def test_list_is_filtered_by_what_there_is_to_do(client, staff):
    nothing_due = create_bill(pays_by=Bill.PaysBy.CHECK)
    overdue, fresh = owe().bill, create_invoice(pays_by=Bill.PaysBy.CHECK).bill
    awaiting = create_invoice().bill
    promised, stopped = (create_invoice(pays_by=Bill.PaysBy.CHECK).bill for _n in range(2))
    note_promise(bill=promised, promised_on=tomorrow(), note="", noted_by=staff, now=timezone.now())
    stop_chasing(bill=stopped, note="Host", stopped_by=staff, now=timezone.now())
    account = create_account()
    order = create_purchase_order(account, "100.00")
    short = create_invoice("150.00", district=account.district, purchase_order=order).bill
    paid = create_invoice()
    pay(paid.account, "150.00", pays=[(paid, Decimal("150.00"))])

    lists = {state: found(client, state=state) for state in ("overdue", "awaiting", "short", "promised", "stopped")}

    assert lists == {
        "overdue": [overdue],
        "awaiting": [awaiting],
        "short": [short],
        "promised": [promised],
        "stopped": [stopped],
    }
    assert set(found(client, state="unpaid")) == {overdue, fresh, awaiting, promised, stopped, short}
    assert nothing_due in found(client) and paid.bill in found(client)


def test_list_is_searched_and_narrowed_to_one_convening(client, staff):
    wanted = create_invoice(
        district=create_district(name="San Juan Unified"), subject="Symposium", subject_key="convening:7", team="North"
    )
    create_invoice()
    bill = wanted.bill

    searches = [bill.code.lower(), "san juan", "symposium", "north", wanted.number, wanted.account.district.cd_code]

    assert [found(client, q=search) for search in searches] == [[bill]] * len(searches)
    assert found(client, subject_key__exact="convening:7") == [bill]


def test_page_shows_what_is_known_and_changes_nothing(client, staff):
    set_steps(30)
    invoice = owe()
    beat(at(10, 31))
    stop_chasing(bill=invoice.bill, note="The host pays", stopped_by=staff, now=at(11, 2))

    response = client.get(page_of(invoice.bill))
    text = response.content.decode()

    assert response.context["adminform"].form.fields == {}
    assert "The host pays" in text
    assert f"Oct. 31, 2026: Unpaid invoice, {invoice.number}" in text
    assert client.post(page_of(invoice.bill), {"team": "x"}).status_code == 403


def actions_of(client, bill):
    shown = client.get(page_of(bill)).context["actions_detail"]
    return [str(one["title"]) for one in shown]


def test_page_offers_what_there_is_to_do(client, staff):
    bill = owe().bill
    unpaid = actions_of(client, bill)
    note_promise(bill=bill, promised_on=tomorrow(), note="", noted_by=staff, now=timezone.now())
    promised = actions_of(client, bill)
    stop_chasing(bill=bill, note="", stopped_by=staff, now=timezone.now())

    assert (unpaid, promised, actions_of(client, bill), actions_of(client, create_bill())) == (
        ["Note a promise", "Stop reminders"],
        ["Note a promise", "Stop reminders", "Resume reminders"],
        ["Resume reminders"],
        [],
    )


def test_promise_is_asked_for_and_noted(client, staff):
    bill = owe().bill
    sent = {"confirmed": "yes", "promised_on": tomorrow().isoformat(), "note": "Ada by telephone"}

    asked = client.get(page_of(bill, "promise"))
    response = client.post(page_of(bill, "promise"), sent, follow=True)

    assert [one.sentences for one in asked.context["prospects"]] == [
        ["Nobody is reminded of this bill before that day is over."]
    ]
    chase = Chase.objects.get()
    assert (chase.bill, chase.promised_on, chase.note) == (bill, tomorrow(), "Ada by telephone")
    assert messages_of(response) == [f"No reminder before {tomorrow():%B} {tomorrow().day}, {tomorrow().year} is over."]
    assert Entry.objects.get(deed="note_promise").done_by == staff


def test_promise_of_a_day_that_is_over_is_refused_and_stays_typed(client, staff):
    sent = {"confirmed": "yes", "promised_on": "2026-09-01", "note": "Ada"}

    form = client.post(page_of(owe().bill, "promise"), sent).context["form"]

    assert (form.errors, form["note"].value()) == ({"promised_on": ["This day is over already."]}, "Ada")
    assert not Chase.objects.exists()


def test_stop_wants_a_reason_and_resume_none(client, staff):
    bill = owe().bill
    without = client.post(page_of(bill, "stop"), {"confirmed": "yes"})
    client.post(page_of(bill, "stop"), {"confirmed": "yes", "note": "The host pays"})
    stopped = Chase.objects.get()

    client.get(page_of(bill, "resume"))
    client.post(page_of(bill, "resume"), {"confirmed": "yes"})

    assert without.context["form"].errors == {"note": ["This field is required."]}
    assert (stopped.stopped_by, stopped.note) == (staff, "The host pays")
    assert Chase.objects.get().stopped_at is None


def test_deed_that_another_did_meanwhile_is_refused_in_a_sentence(client, staff):
    bill = owe().bill
    stop_chasing(bill=bill, note="", stopped_by=staff, now=timezone.now())

    response = client.post(page_of(bill, "stop"), {"confirmed": "yes", "note": "Host"}, follow=True)

    assert messages_of(response) == ["Its reminders are stopped already."]


@pytest.mark.parametrize("deed", ["promise", "stop", "resume"])
def test_who_may_only_look_cannot_promise_or_stop(client, staff, deed):
    viewer, bill = create_user(is_staff=True), owe().bill
    viewer.user_permissions.add(*Permission.objects.filter(codename__in=["view_bill", "view_chase", "view_account"]))
    client.force_login(viewer)

    answer = client.post(page_of(bill, deed), {"confirmed": "yes", "note": "x", "promised_on": tomorrow().isoformat()})

    assert (answer.status_code, Chase.objects.count(), actions_of(client, bill)) == (403, 0, [])


def test_staff_set_the_steps_and_the_audit_trail_says_so(client, staff):
    [step] = set_steps(30)
    url = page_of(step)

    client.post(url, typed(client, url) | {"days_past_due": "21"})

    assert list(ChasingStep.objects.values_list("days_past_due", flat=True)) == [21]
    assert Entry.objects.get(deed="edit_chasingstep").changes == {"days_past_due": [30, 21]}


def test_step_that_writes_to_nobody_is_refused_in_a_sentence(client, staff):
    set_steps()

    answer = client.post(reverse("admin:billing_chasingstep_add"), {"days_past_due": "21", "is_active": "on"})

    assert answer.status_code == 200
    assert not ChasingStep.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_letters_takes_as_many_queries_for_many(client, staff, django_assert_num_queries, count):
    set_steps(30)
    for _n in range(count):
        owe()
    beat(at(10, 31))

    with django_assert_num_queries(4):
        rows = list(client.get(reverse("admin:billing_chaseletter_changelist")).context["cl"].result_list)

    assert len(rows) == count
    assert date(2026, 10, 31) == timezone.localdate(rows[0].posted_at)
