"""Which staff see and move money in the admin: role × page."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from billing.linking import standing_link
from billing.models import BankLine, Payee, Payment
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.tests.staff_pages import page_of

from .bank_files import bank_csv, uploaded
from .factories import create_invoice, create_purchase_order, pay
from .test_banking import bring_in

pytestmark = pytest.mark.django_db

LOOKS = {"finance": 200, "events": 200, "directory": 403}
MOVES = {"finance": 200, "events": 403, "directory": 403}
LISTS = [
    *("account", "invoice", "creditnote", "payment", "quote", "entry", "purchaseorder"),
    *("accountlink", "bankline", "bankimport"),
]


@pytest.fixture
def rows():
    """One of each that has a page."""
    invoice = create_invoice("150.00")
    account = invoice.account
    bring_in("11/20/2026,DEPOSIT,300.00,88123")
    account.ap_email = "ap@example.org"
    return {
        "account": account,
        "invoice": invoice,
        "payment": pay(account, "20.00"),
        "purchaseorder": create_purchase_order(account),
        "accountlink": standing_link(account, now=timezone.now()),
        "bankline": BankLine.objects.get(),
        "payee": Payee.objects.create(pk=1),
    }


def sign_in(client, group):
    ensure_groups()
    sign_in_staff(client, create_staff(is_superuser=False, groups=[group]))
    return group


@pytest.fixture(params=list(MOVES))
def group(request, client):
    return sign_in(client, request.param)


@pytest.fixture(params=["events", "directory"])
def who_moves_nothing(request, client):
    return sign_in(client, request.param)


@pytest.mark.parametrize("model", LISTS)
def test_lists(client, group, model):
    assert client.get(reverse(f"admin:billing_{model}_changelist")).status_code == LOOKS[group]


def test_pages(client, group, rows):
    answers = {name: client.get(page_of(row)).status_code for name, row in rows.items()}

    assert answers == dict.fromkeys(rows, LOOKS[group])


def test_pdfs(client, group, rows):
    answers = [client.get(page_of(rows[name], "pdf")).status_code for name in ("invoice", "payment")]

    assert answers == [LOOKS[group]] * 2


DEEDS = [
    *[("account", "record_payment"), ("account", "add_order")],
    *[("invoice", "reissue"), ("invoice", "write_off")],
    *[("payment", "apply"), ("payment", "refund"), ("payment", "bounce")],
    *[("purchaseorder", "withdraw"), ("bankline", "decide"), ("bankline", "set_aside")],
]


@pytest.mark.parametrize(("name", "deed"), DEEDS)
def test_deeds(client, group, rows, name, deed):
    url = page_of(rows[name], deed)

    answers = [client.get(url).status_code, client.post(url, {"step": "look"}).status_code]

    assert answers == [MOVES[group]] * 2


@pytest.mark.parametrize("page", ["bankline_upload", "purchaseorder_add_for_district"])
def test_deeds_of_lists(client, group, page):
    assert client.get(reverse(f"admin:billing_{page}")).status_code == MOVES[group]


def test_deeds_are_offered_to_those_who_may(client, group, rows):
    shown = [name for name in ("account", "invoice", "payment") if LOOKS[group] == 200]
    pages = {name: client.get(page_of(rows[name])) for name in shown}
    offered = {name: {str(one["title"]) for one in page.context["actions_detail"]} for name, page in pages.items()}

    looking = {"account": {"Statement (PDF)"}, "invoice": {"PDF"}, "payment": {"PDF"}}
    moving = {
        "account": {"Record a payment", "Add a purchase order"},
        "invoice": {"Record a payment", "Issue again", "Write off"},
        "payment": {"Set against invoices", "Refund", "It bounced"},
    }
    may = {name: looking[name] | (moving[name] if group == "finance" else set()) for name in shown}
    assert offered == may


@pytest.mark.parametrize(
    ("model", "action"),
    [
        ("bankline", "accept_certain"),
        ("bankline", "set_aside_selected"),
        ("bankline", "take_up_selected"),
        ("accountlink", "revoke"),
    ],
)
def test_actions_of_lists_do_nothing_for_those_who_only_look(client, who_moves_nothing, rows, model, action):
    form = {"action": action, "_selected_action": [rows[model].pk], "confirmed": "yes", "reason": "No"}

    client.post(reverse(f"admin:billing_{model}_changelist"), form)

    rows["bankline"].refresh_from_db(), rows["accountlink"].refresh_from_db()
    assert (rows["bankline"].state, rows["accountlink"].revoked_at) == ("waiting", None)


def test_who_may_not_move_money_moves_none_by_a_whole_form(client, who_moves_nothing, rows):
    form = {"method": "ach", "amount": "5.00", "received_on": timezone.localdate(), "step": "do"}
    form["submission"] = "7d444840-9dc0-11d1-b245-5ffdce74fad2"

    client.post(page_of(rows["account"], "record_payment"), form)
    client.post(reverse("admin:billing_bankline_upload"), {"file": uploaded(bank_csv("11/20/2026,ACH,5.00,"))})
    client.post(page_of(rows["account"]), {"bill_to_name": "Ours", "state": "CA", "language": "en"})
    client.post(page_of(rows["payee"]), {"name": "Ours", "net_days": 1})

    rows["account"].refresh_from_db()
    assert (Payment.objects.count(), Payment.objects.get().amount) == (1, Decimal("20.00"))
    assert BankLine.objects.count() == 1
    assert "Ours" not in {rows["account"].bill_to_name, Payee.current().name}
