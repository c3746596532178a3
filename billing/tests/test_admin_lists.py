from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from billing.invoicing import reissue_invoice, write_off_invoice
from billing.models import Account, Counter, CreditNote, Entry, Invoice, Payee, Payment, Quote
from billing.numbering import next_number
from billing.paying import bounce_payment, refund_payment
from districts.tests.factories import create_district
from lmi_portal.audit.models import Entry as AuditEntry
from lmi_portal.tests.staff_pages import page_of, typed

from .factories import create_account, create_invoice, create_purchase_order, pay

pytestmark = pytest.mark.django_db
PAPERS = ["invoice", "creditnote", "payment", "quote", "entry"]


def list_of(model, query=""):
    return reverse(f"admin:billing_{model}_changelist") + query


def found(client, model, query=""):
    return list(client.get(list_of(model, query)).context["cl"].result_list)


def create_quote(account):
    number = next_number(Counter.Series.QUOTE, on=timezone.localdate())
    subject = {"title": "Central Valley Convening"}
    return Quote.objects.create(
        **number.as_fields(),
        account=account,
        facts={"kind": "quote", "number": str(number), "total": "450.00", "subject": subject},
        language="en",
        total=Decimal("450.00"),
        valid_until_on=timezone.localdate() + timedelta(days=30),
        asked_at=timezone.now(),
        asked_by=account.bills.get().opened_by,
    )


def write_off(invoice):
    return write_off_invoice(invoice=invoice, by=invoice.bill.opened_by, reason="Closed", now=timezone.now())


def populate(count):
    """Of each paper as many as `count`, each with all that a row can show."""
    for _n in range(count):
        account = create_account()
        order = create_purchase_order(account)
        bill = create_invoice(district=account.district, purchase_order=order).bill
        reissue_invoice(bill=bill, by=bill.opened_by, now=timezone.now(), reason="New address")
        payment = pay(account, "200.00", pays=[(bill.invoices.standing().get(), Decimal("150.00"))])
        refund_payment(
            payment=payment,
            amount=Decimal("10.00"),
            method="check",
            reason="Over",
            refunded_on=timezone.localdate(),
            recorded_by=bill.opened_by,
            now=timezone.now(),
        )
        create_quote(account)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("model", "queries", "rows_each"),
    [
        ("account", 4, 1),
        ("invoice", 5, 2),
        ("creditnote", 5, 1),
        ("payment", 5, 1),
        ("quote", 5, 1),
        ("entry", 4, 5),
        ("purchaseorder", 4, 1),
    ],
)
def test_lists_take_as_many_queries_for_many_rows(
    client, staff, django_assert_num_queries, model, queries, rows_each, count
):
    populate(count)

    with django_assert_num_queries(queries):
        rows = found(client, model)

    assert len(rows) == count * rows_each


def test_invoices_are_searched_by_all_that_a_letter_may_name(client, staff):
    account = create_account(district=create_district(name="San Juan Unified"))
    order = create_purchase_order(account, number="26-0815")
    wanted = create_invoice(district=account.district, purchase_order=order)
    pay(account, "10.00", method=Payment.Method.CHECK, reference="88123", pays=[(wanted, Decimal("10.00"))])
    create_invoice()

    searches = [wanted.number, "san+juan", account.district.cd_code, "26-0815", "88123", wanted.bill.code.lower()]

    assert [found(client, "invoice", f"?q={search}") for search in searches] == [[wanted]] * len(searches)


def test_payments_are_searched_by_check_and_invoice(client, staff):
    invoice = create_invoice("100.00")
    wanted = pay(invoice.account, "100.00", method="check", reference="88123", pays=[(invoice, Decimal("100.00"))])
    pay(invoice.account, "1.00")

    searches = [wanted.number, "88123", invoice.number]

    assert [found(client, "payment", f"?q={search}") for search in searches] == [[wanted]] * len(searches)


@pytest.mark.parametrize("model", ["creditnote", "entry"])
def test_credit_notes_and_ledger_are_searched_by_number(client, staff, model):
    first, _second = (write_off(create_invoice()) for _n in range(2))

    number = first.invoice.number if model == "creditnote" else first.number

    assert found(client, model, f"?q={number}") == [first if model == "creditnote" else first.entry]


def test_invoices_are_filtered_by_state(client, staff):
    past = timezone.now() - timedelta(days=60)
    unpaid, overdue, paid, credited = create_invoice(), create_invoice(now=past), create_invoice(), create_invoice()
    pay(paid.account, "150.00", pays=[(paid, Decimal("150.00"))])
    write_off(credited)

    states = ["unpaid", "overdue", "paid", "credited"]
    answers = [found(client, "invoice", f"?state={state}") for state in states]

    assert answers == [[unpaid, overdue], [overdue], [paid], [credited]]


def test_payments_are_filtered_by_what_became_of_them(client, staff):
    invoice, details = create_invoice("100.00"), {"recorded_by": None, "now": timezone.now()}
    today = timezone.localdate()
    credit, bounced = pay(invoice.account, "5.00"), pay(invoice.account, "7.00")
    applied = pay(invoice.account, "100.00", pays=[(invoice, Decimal("100.00"))])
    refunded = pay(invoice.account, "9.00")
    bounce_payment(payment=bounced, reason="No funds", bounced_on=today, **details)
    refund_payment(
        payment=refunded, amount=Decimal("9.00"), method="check", reason="Over", refunded_on=today, **details
    )

    states = ["credit", "applied", "refunded", "bounced"]
    answers = [found(client, "payment", f"?state={state}") for state in states]

    assert answers == [[credit], [applied], [refunded], [bounced]]


def test_papers_are_filtered_by_fiscal_year_and_dates(client, staff):
    spring = timezone.make_aware(timezone.datetime(2026, 5, 4, 12))
    old, new = create_invoice(now=spring), create_invoice(now=spring + timedelta(days=90))

    by_year = [found(client, "invoice", f"?fiscal_year={year}") for year in (2025, 2026)]
    by_date = found(client, "invoice", "?issued_on_from=2026-05-01&issued_on_to=2026-05-31")

    assert (by_year, by_date) == ([[old], [new]], [old])
    assert found(client, "invoice", "?fiscal_year=last") == [new, old]


def test_accounts_are_filtered_by_balance(client, staff):
    owes, credit, even = create_invoice().account, create_account(), create_account()
    pay(credit, "10.00")

    answers = [found(client, "account", f"?balance={balance}") for balance in ("owes", "credit", "even")]

    assert answers == [[owes], [credit], [even]]


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        ("good", {}),
        ("ends_soon", {"valid_until_on": timezone.localdate() + timedelta(days=29)}),
        ("expired", {"valid_until_on": timezone.localdate() - timedelta(days=1)}),
        ("over", {"amount": "100.00"}),
    ],
)
def test_purchase_orders_are_filtered_by_what_is_left_of_them(client, staff, state, fields):
    account = create_account()
    order = create_purchase_order(account, **fields)
    create_invoice(district=account.district, purchase_order=order)

    states = ["good", "ends_soon", "over", "expired", "withdrawn"]
    answers = {state: found(client, "purchaseorder", f"?state={state}") for state in states}

    assert answers == {each: [order] if each == state else [] for each in states}


def test_invoice_page_shows_its_lines_and_what_paid_it(client, staff):
    invoice = create_invoice("100.00", "50.00")
    payment = pay(invoice.account, "60.00", pays=[(invoice, Decimal("60.00"))])

    page = client.get(page_of(invoice)).content.decode()

    assert all(shown in page for shown in ("Ana 1", "Ana 2", "$150.00", "$90.00", payment.number, ">Partly paid<"))


@pytest.mark.parametrize("model", ["invoice", "payment", "creditnote"])
def test_paper_opens_as_pdf(client, staff, model):
    invoice = create_invoice()
    paper = {"invoice": invoice, "payment": pay(invoice.account, "10.00"), "creditnote": write_off(invoice)}[model]

    response = client.get(page_of(paper, "pdf"))

    assert response.headers["Content-Disposition"] == f'inline; filename="{paper.number}.pdf"'
    assert response.content[:5] == b"%PDF-"


@pytest.mark.parametrize("model", PAPERS)
def test_nothing_of_a_paper_is_changed_added_or_deleted(client, staff, model):
    populate(1)
    admin_of = {"invoice": Invoice, "creditnote": CreditNote, "payment": Payment, "quote": Quote, "entry": Entry}
    rows = admin_of[model].objects
    row, before = rows.first(), list(rows.values())

    answers = [
        client.post(page_of(row), {"total": "1.00", "amount": "1.00", "number": "INV-1"}).status_code,
        client.post(page_of(row, "delete"), {"post": "yes"}).status_code,
        client.post(reverse(f"admin:billing_{model}_add"), {"total": "1.00"}).status_code,
        client.get(reverse(f"admin:billing_{model}_add")).status_code,
    ]
    client.post(list_of(model), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})

    assert (answers, list(rows.values())) == ([403, 403, 403, 403], before)


def test_account_is_edited_and_the_trail_says_so(client, staff):
    invoice = create_invoice()
    account = invoice.account

    form = typed(client, page_of(account)) | {"bill_to_name": "County Office", "ap_email": "AP@example.org"}
    client.post(page_of(account), form)

    account.refresh_from_db(), invoice.refresh_from_db()
    assert (account.bill_to_name, account.ap_email) == ("County Office", "ap@example.org")
    assert invoice.facts["bill_to"]["name"] != "County Office"
    assert AuditEntry.objects.get(deed="change_details").changes["ap_email"] == ["", "ap@example.org"]


def test_account_is_neither_added_nor_deleted(client, staff):
    account = create_account()

    answers = [
        client.post(reverse("admin:billing_account_add"), {"bill_to_name": "Ours"}).status_code,
        client.post(page_of(account, "delete"), {"post": "yes"}).status_code,
    ]
    client.post(list_of("account"), {"action": "delete_selected", "_selected_action": [account.pk], "post": "yes"})

    assert (answers, Account.objects.count()) == ([403, 403], 1)


def test_there_is_one_payee(client, staff):
    add = reverse("admin:billing_payee_add")

    first = client.post(add, {"name": "The Initiative", "net_days": 45})
    second = client.post(add, {"name": "Another", "net_days": 10})

    payee = Payee.objects.get()
    assert (first.status_code, second.url) == (302, page_of(payee))
    assert (payee.name, payee.net_days) == ("The Initiative", 45)
    assert client.post(page_of(payee, "delete"), {"post": "yes"}).status_code == 403
    assert client.get(list_of("payee")).url == page_of(payee)


def test_payee_of_today_leaves_issued_papers_as_they_are(client, staff):
    payee = Payee.objects.create(pk=1, name="Before")
    invoice = create_invoice()

    client.post(page_of(payee), typed(client, page_of(payee)) | {"name": "After"})

    assert Payee.current().name == "After"
    assert Invoice.objects.get(pk=invoice.pk).facts["payee"]["name"] == "Before"
    assert AuditEntry.objects.get(deed="edit_payee").changes == {"name": ["Before", "After"]}
