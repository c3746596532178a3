import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from billing.exporting import SHEETS
from billing.models import Account
from billing.paying import bounce_payment, refund_payment
from districts.tests.factories import create_district
from lmi_portal.spreadsheets import csv_lines

from .chases import at, owe
from .factories import create_account, create_purchase_order, pay, settle

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 15)


def rows_of(name):
    text = "".join(csv_lines(SHEETS[name](on=ON)))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def account():
    return create_account(district=create_district(name="=San Juan"), bill_to_name="San Juan Unified")


def test_what_is_owed_by_district_and_by_convening(account):
    owe("150.00", account=account, subject="Symposium")

    [district], [convening] = rows_of("owed-by-district"), rows_of("owed-by-convening")

    figures = {
        "open invoices": "1",
        "Not due yet": "0.00",
        "1–30 days": "0.00",
        "31–60 days": "150.00",
        "61–90 days": "0.00",
        "Over 90 days": "0.00",
        "total ($)": "150.00",
    }
    assert district == {"district": "'=San Juan", "CD code": account.district.cd_code} | figures
    assert convening == {"convening": "Symposium"} | figures


def test_invoices_with_what_is_open_and_what_took_them_back(account):
    order = create_purchase_order(account, number="PO-7", now=at(9, 1))
    invoice = owe("150.00", account=account, subject="Symposium", purchase_order=order, pays_by="purchase_order")
    pay(account, "50.00", pays=[(invoice, Decimal("50.00"))])
    credit_note, newer = settle(invoice.bill, "200.00", now=at(9, 20))

    first, second = rows_of("invoices")

    assert first == {
        "number": invoice.number,
        "district": "'=San Juan",
        "CD code": account.district.cd_code,
        "bill to": "San Juan Unified",
        "convening": "Symposium",
        "team": invoice.bill.team,
        "team’s code": invoice.bill.code,
        "purchase order": "PO-7",
        "date": "2026-09-01",
        "due": "2026-10-01",
        "days past due": "",
        "total ($)": "150.00",
        "paid ($)": "0.00",
        "open ($)": "0.00",
        "credited by": credit_note.number,
    }
    assert [second[name] for name in ("number", "days past due", "total ($)", "paid ($)", "open ($)")] == [
        newer.number, "26", "200.00", "50.00", "150.00",
    ]  # fmt: skip


def test_payments_with_what_is_left_of_them(account):
    payment = pay(account, "100.00", method="check", reference="1042", received_on=date(2026, 11, 1), now=at(11, 2))
    refund_payment(payment=payment, amount=Decimal("40.00"), method="check", reason="Over", refunded_on=ON,
                   recorded_by=None, now=at(11, 3))  # fmt: skip
    bounced = pay(account, "30.00", now=at(11, 4), received_on=date(2026, 11, 4))
    bounce_payment(payment=bounced, reason="No funds", bounced_on=date(2026, 11, 5), recorded_by=None, now=at(11, 5))

    first, second = rows_of("payments")

    assert first == {
        "receipt": payment.number,
        "district": "'=San Juan",
        "CD code": account.district.cd_code,
        "received": "2026-11-01",
        "recorded (Pacific)": "2026-11-02 09:00 PST",
        "method": "Check",
        "check number or reference": "1042",
        "amount ($)": "100.00",
        "applied ($)": "0.00",
        "refunded ($)": "40.00",
        "left ($)": "60.00",
        "bounced": "",
        "note": "",
    }
    assert [second[name] for name in ("receipt", "left ($)", "bounced")] == [bounced.number, "0.00", "2026-11-05"]


def test_ledger_adds_up_to_the_balance(account):
    invoice = owe("150.00", account=account)
    settle(invoice.bill, "200.00", now=at(9, 20))
    payment = pay(account, "60.00")
    refund_payment(payment=payment, amount=Decimal("10.00"), method="ach", reason="Over", refunded_on=ON,
                   recorded_by=None, now=at(11, 3))  # fmt: skip
    bounce_payment(payment=pay(account, "5.00"), reason="No funds", bounced_on=ON, recorded_by=None, now=at(11, 30))

    rows = rows_of("ledger")

    assert sorted(row["what"] for row in rows) == [
        "Bounced", "Credited", "Invoiced", "Invoiced", "Paid", "Paid", "Refunded",
    ]  # fmt: skip
    effects = [Decimal(row["effect on what is owed ($)"]) for row in rows]
    assert sum(effects) == Account.objects.with_balance().get().balance == Decimal("150.00")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_takes_one_query(account, django_assert_num_queries, name, count):
    for _n in range(count):
        invoice = owe("150.00")
        pay(invoice.account, "10.00")

    with django_assert_num_queries(1):
        rows = rows_of(name)

    assert len(rows) == count * (2 if name == "ledger" else 1)
