from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from billing.chasing import note_promise
from billing.models import AccountLink, Bill, ChaseLetter
from districts.tests.factories import create_user
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.outbox.models import Email

from .chases import at, owe, set_steps
from .factories import create_account, create_invoice, create_purchase_order, pay

pytestmark = pytest.mark.django_db

OWED = reverse("admin:billing_bill_owed")
COMING = reverse("admin:billing_bill_reminders_to_come")


def export(name, kind):
    return reverse("admin:billing_export", args=[name, kind])


def long_ago(days=40):
    """A moment of which an invoice is due `days` ago now: 30 days are the payee's terms."""
    return timezone.now() - timedelta(days=30 + days)


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_owed_takes_as_many_queries_for_many_districts(client, staff, django_assert_num_queries, count):
    for _n in range(count):
        account = create_account()
        order = create_purchase_order(account, "150.00")
        owe("150.00", account=account, purchase_order=order, pays_by="purchase_order", now=long_ago())

    # Who asks (2), by district and by convening (2), orders running out (1), what waits (7).
    with django_assert_num_queries(12):
        context = client.get(OWED).context

    assert (len(context["districts"]), len(context["convenings"]), len(context["running_out"])) == (count,) * 3


def test_page_shows_figures_and_leads_to_lists_and_statements(client, staff):
    account = create_account()
    invoice = owe("1250.00", account=account, now=long_ago(), subject="Symposium", subject_key="convening:7")
    owe("60.00")

    page = client.get(OWED).content.decode()

    assert (
        f"Owed on {timezone.localdate():%B} {timezone.localdate().day}, {timezone.localdate().year}: $1,310.00" in page
    )
    for_district = f"?account__id__exact={account.pk}&amp;state=unpaid"
    for_convening = "?subject_key__exact=convening%3A7&amp;state=unpaid"
    assert [link in page for link in (for_district, for_convening)] == [True, True]
    statement = reverse("billing:statement", args=[account.district.cd_code])
    assert f'href="{statement}"' in page
    assert client.get(statement).headers["Content-Type"] == "application/pdf"
    invoices = reverse("admin:billing_invoice_changelist") + for_district.replace("&amp;", "&")
    assert list(client.get(invoices).context["cl"].result_list) == [invoice]
    bills = reverse("admin:billing_bill_changelist") + for_convening.replace("&amp;", "&")
    assert list(client.get(bills).context["cl"].result_list) == [invoice.bill]


def test_page_shows_a_day_of_the_past_and_never_one_to_come(client, staff):
    invoice = owe("150.00")
    pay(invoice.account, "150.00", pays=[(invoice, Decimal("150.00"))])

    asked = {"past": "2026-10-01", "today": "", "to-come": "2099-01-01", "no-day": "x", "too-far": "0001-01-01"}
    shown = {name: client.get(OWED, {"on": day}).context for name, day in asked.items()}

    assert {name: context["total"].total for name, context in shown.items()} == {
        "past": Decimal("150.00"),
        "today": Decimal("0.00"),
        "to-come": Decimal("0.00"),
        "no-day": Decimal("0.00"),
        "too-far": Decimal("0.00"),
    }
    assert shown["past"]["on"] == date(2026, 10, 1)
    assert shown["to-come"]["on"] == shown["no-day"]["on"] == timezone.localdate()


def test_orders_run_out_when_nine_tenths_are_used_or_their_end_is_near(client, staff):
    today = timezone.localdate()
    account = create_account()

    def order(used, amount="1000.00", days=90):
        one = create_purchase_order(account, amount, valid_until_on=today + timedelta(days=days))
        if used:
            create_invoice(used, district=account.district, purchase_order=one)
        return one

    nearly, over, ending, ended = order("900.00"), order("1000.01"), order("10.00", days=29), order("10.00", days=-1)
    order("899.99"), order("10.00", days=30), order("", days=1)
    paid = order("950.00")
    invoice = paid.invoices.get()
    pay(account, "950.00", pays=[(invoice, Decimal("950.00"))])

    shown = client.get(OWED).context["running_out"]

    assert {(one, left) for one, left, _bar in shown} == {
        (nearly, "$100.00"),
        (over, "−$0.01"),
        (ending, "$990.00"),
        (ended, "$990.00"),
    }
    assert {one: (bar[0].age, bar[0].length) for one, _left, bar in shown}[over] == ("overdrawn", "100.00")


@pytest.mark.parametrize("count", [1, 3])
def test_reminders_to_come_take_as_many_queries_for_many(client, staff, django_assert_num_queries, count):
    set_steps(30)
    for _n in range(count):
        owe(now=long_ago(25))

    with django_assert_num_queries(6):
        reminders = client.get(COMING).context["reminders"]

    assert len(reminders) == count


def test_reminders_to_come_say_when_what_and_to_whom_and_post_nothing(client, staff):
    set_steps(30)
    today = timezone.localdate()
    account = create_account(ap_email="ap@example.org")
    registrar = create_user(email="lead@example.org")
    due_now = owe("150.00", account=account, now=long_ago(31), opened_by=registrar)
    later = owe("60.00", account=account, now=long_ago(25), opened_by=registrar)
    promised = owe("40.00", account=account, now=long_ago(31), opened_by=registrar)
    note_promise(bill=promised.bill, promised_on=today + timedelta(days=9), note="", noted_by=None, now=timezone.now())
    awaited = owe("70.00", account=account, now=timezone.now(), opened_by=registrar, pays_by=Bill.PaysBy.PURCHASE_ORDER)
    owe("80.00", account=account, now=long_ago(1), opened_by=registrar)

    reminders = client.get(COMING).context["reminders"]

    both = ["ap@example.org", "lead@example.org"]
    assert [(one.on, str(one.about), one.invoices, one.total, one.readers) for one in reminders] == [
        (today, "Unpaid invoice", [due_now], Decimal("150.00"), both),
        (today + timedelta(days=5), "Unpaid invoice", [later], Decimal("60.00"), both),
        (today + timedelta(days=7), "Purchase order to follow", [awaited], Decimal("70.00"), ["lead@example.org"]),
        (today + timedelta(days=10), "Unpaid invoice", [promised], Decimal("40.00"), both),
    ]
    assert not ChaseLetter.objects.exists()


def test_letters_are_read_before_they_go_out_without_the_link_that_they_will_carry(client, staff):
    set_steps(30)
    invoice = owe(now=long_ago(31))
    before = AccountLink.objects.count(), Email.objects.count()
    address = reverse("admin:billing_reminder_preview", args=[invoice.account.pk, timezone.localdate().isoformat()])

    letters = client.get(address).context["letters"]

    assert [(mail.to, files) for mail, files in letters] == [
        (["ap@example.org"], [f"{invoice.number}.pdf"]),
        ([invoice.bill.opened_by.email], [f"{invoice.number}.pdf"]),
    ]
    assert "/account/shared/…/" in letters[0][0].body
    assert (AccountLink.objects.count(), Email.objects.count()) == before


@pytest.mark.parametrize("day", ["2026-01-01", "0001-01-01", "9999-12-31", "tomorrow"])
def test_letters_of_a_day_without_any_are_not_found(client, staff, day):
    address = reverse("admin:billing_reminder_preview", args=[create_account().pk, day])

    assert client.get(address).status_code == 404


def test_sheets_are_taken_along_as_both_kinds(client, staff):
    owe("150.00", now=long_ago())

    csv, xlsx = (client.get(export("owed-by-district", kind)) for kind in ("csv", "xlsx"))

    book = load_workbook(BytesIO(xlsx.getvalue()))
    headings = next(book.active.values)
    assert book.sheetnames == ["Owed by district"]
    assert csv.getvalue().decode("utf-8-sig").splitlines()[0] == ",".join(headings)
    assert xlsx.headers["Content-Disposition"] == f'attachment; filename="owed-by-district-{timezone.localdate()}.xlsx"'


@pytest.mark.parametrize(("name", "kind"), [("rosters", "csv"), ("ledger", "pdf")])
def test_sheet_that_there_is_not_is_not_found(client, staff, name, kind):
    assert client.get(export(name, kind)).status_code == 404


def sign_in(client, group):
    ensure_groups()
    user = create_staff(is_superuser=False)
    user.groups.add(Group.objects.get(name=group))
    sign_in_staff(client, user)
    return user


PAGES = [OWED, COMING, *(export(name, "csv") for name in ("owed-by-convening", "invoices", "payments", "ledger"))]


@pytest.mark.parametrize(("group", "status"), [("finance", 200), ("events", 200), ("directory", 403)])
def test_money_is_read_by_those_who_may_see_accounts(client, group, status):
    set_steps(30)
    invoice = owe(now=long_ago(31))
    letters = reverse("admin:billing_reminder_preview", args=[invoice.account.pk, timezone.localdate().isoformat()])
    pages = [*PAGES, letters]
    sign_in(client, group)

    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, status)


def test_control_the_permission_to_see_accounts_is_what_opens_the_pages(client, staff):
    viewer = create_user(is_staff=True)
    client.force_login(viewer)
    closed = client.get(OWED).status_code
    viewer.user_permissions.add(Permission.objects.get(codename="view_account"))

    assert (closed, client.get(OWED).status_code) == (403, 200)


def deed_pages():
    """Every page of the staff area from which money moves or somebody is asked for it."""
    invoice = owe(now=at(9, 1))
    payment = pay(invoice.account, "200.00")
    return {
        reverse(f"admin:billing_{name}", args=[row.pk])
        for row, name in [
            (invoice.bill, "bill_promise"),
            (invoice.bill, "bill_stop"),
            (invoice.bill, "bill_resume"),
            (invoice, "invoice_reissue"),
            (invoice, "invoice_write_off"),
            (invoice.account, "account_record_payment"),
            (payment, "payment_refund"),
            (payment, "payment_bounce"),
        ]
    }


@pytest.mark.parametrize(("group", "status"), [("finance", 200), ("events", 403), ("directory", 403)])
def test_finance_moves_money_and_the_others_only_look(client, group, status):
    pages = deed_pages()
    sign_in(client, group)

    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, status)
