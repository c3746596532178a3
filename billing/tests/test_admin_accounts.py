"""What staff do from an account's page beside payments: purchase orders, links, statement."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from billing.linking import standing_link
from billing.models import PurchaseOrder
from districts.tests.factories import create_district
from lmi_portal.tests.staff_pages import messages_of, page_of

from .factories import create_account, create_invoice, create_purchase_order

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\nstartxref\n0\n%%EOF\n"
LINKS = reverse("admin:billing_accountlink_changelist")


def order_form(**fields):
    return {
        "number": "26-0815",
        "amount": "2500.00",
        "valid_until_on": timezone.localdate() + timedelta(days=90),
        "note": "By mail",
    } | fields


def test_purchase_order_is_added_for_a_district_with_its_file(client, staff):
    district = create_district(name="Oak Park Unified")
    url = reverse("admin:billing_purchaseorder_add_for_district")

    account_page = client.post(url, {"district": "oak park"}).url
    file = SimpleUploadedFile("order.pdf", PDF, content_type="text/plain")
    done = client.post(account_page, order_form(file=file), follow=True)

    order = PurchaseOrder.objects.get()
    assert (order.account.district, order.amount, order.note, order.added_by) == (
        district, Decimal("2500.00"), "By mail", staff,
    )  # fmt: skip
    assert messages_of(done) == ["Purchase order 26-0815 is here."]
    assert reverse("billing:purchase_order_file", args=[district.cd_code, order.pk]) in done.content.decode()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"number": "OLD-1"}, "number"),
        ({"file": SimpleUploadedFile("order.pdf", b"MZ\x90", content_type="application/pdf")}, "file"),
    ],
    ids=["nothing", "here-already", "no-pdf"],
)
def test_purchase_order_is_refused_at_its_field(client, staff, fields, field):
    account = create_account()
    create_purchase_order(account, number="OLD-1")

    page = client.post(page_of(account, "add_order"), order_form(**fields))

    assert (list(page.context["form"].errors), PurchaseOrder.objects.count()) == ([field], 1)
    assert page.context["form"]["note"].value() == "By mail"


def test_purchase_order_of_the_past_is_taken_once_staff_agree(client, staff):
    account = create_account()
    form = order_form(valid_until_on=timezone.localdate() - timedelta(days=1))

    asked = client.post(page_of(account, "add_order"), form)
    before = PurchaseOrder.objects.count()
    client.post(page_of(account, "add_order"), form | {"agreed": asked.context["form"].warning})

    assert asked.context["form"].warning == "This day is past: no team can be billed on the order any more."
    assert (before, PurchaseOrder.objects.count()) == (0, 1)


def test_purchase_order_page_says_what_to_look_at(client, staff):
    account = create_account()
    order = create_purchase_order(account, "100.00")
    create_invoice("150.00", district=account.district, purchase_order=order)

    page = client.get(page_of(order)).content.decode()

    assert "$50.00 more is billed on it than it is good for." in page


def test_purchase_order_is_withdrawn_once_confirmed(client, staff):
    account = create_account()
    order = create_purchase_order(account)
    create_invoice("150.00", district=account.district, purchase_order=order)
    url = page_of(order, "withdraw")

    asked = client.get(url)
    before = PurchaseOrder.objects.get().withdrawn_at
    client.post(url, {"confirmed": "yes"})

    assert asked.context["prospects"][0].sentences == [
        "No team draws on it from now on.",
        "Invoices of $150.00 that name it stay as they are.",
    ]
    assert (before, PurchaseOrder.objects.get().withdrawn_at is None) == (None, False)
    assert client.get(page_of(order)).context["actions_detail"] == []


def test_purchase_order_is_neither_edited_nor_deleted(client, staff):
    order = create_purchase_order(create_account())

    answers = [
        client.post(page_of(order), {"amount": "9.00"}).status_code,
        client.post(page_of(order, "delete"), {"post": "yes"}).status_code,
        client.post(reverse("admin:billing_purchaseorder_add"), order_form()).status_code,
    ]

    assert (answers, PurchaseOrder.objects.get().amount) == ([403, 403, 403], order.amount)


def test_link_of_accounts_payable_is_taken_back_once_confirmed(client, staff):
    link = standing_link(create_account(ap_email="ap@example.org"), now=timezone.now())
    data = {"action": "revoke", "_selected_action": [link.pk]}

    asked = client.post(LINKS, data)
    standing = link.opens(now=timezone.now())
    client.post(LINKS, data | {"confirmed": "yes"})
    again = client.post(LINKS, data)

    link.refresh_from_db()
    assert asked.context["prospects"][0].sentences == ["It opens nothing from now on."]
    assert (standing, link.opens(now=timezone.now())) == (True, False)
    assert again.context["prospects"][0].refusal == "It was taken back already."


@pytest.mark.parametrize("count", [1, 3])
def test_links_take_as_many_queries_for_many(client, staff, django_assert_num_queries, count):
    for n in range(count):
        standing_link(create_account(ap_email=f"ap{n}@example.org"), now=timezone.now())

    with django_assert_num_queries(4):
        rows = client.get(LINKS).context["cl"].result_list

    assert len(rows) == count


def test_link_itself_is_nowhere_to_be_read(client, staff):
    link = standing_link(create_account(ap_email="ap@example.org"), now=timezone.now())

    pages = [client.get(url).content.decode() for url in (LINKS, page_of(link))]

    assert ["/shared/" in page for page in pages] == [False, False]


def test_statement_is_one_click_away(client, staff):
    invoice = create_invoice()

    statement = client.get(page_of(invoice.account, "statement"), follow=True)

    assert statement.headers["Content-Type"] == "application/pdf"


def test_account_leads_to_all_its_papers(client, staff):
    invoice, other = create_invoice(), create_invoice()
    page = client.get(page_of(invoice.account)).content.decode()

    lists = ["invoice", "creditnote", "payment", "quote", "purchaseorder", "entry", "accountlink"]
    urls = [f"{reverse(f'admin:billing_{each}_changelist')}?account__id__exact={invoice.account.pk}" for each in lists]

    assert [url in page for url in urls] == [True] * len(urls)
    assert list(client.get(urls[0]).context["cl"].result_list) == [invoice]
    assert [client.get(url).status_code for url in urls] == [200] * len(urls)
    assert other.number not in client.get(urls[5]).content.decode()
