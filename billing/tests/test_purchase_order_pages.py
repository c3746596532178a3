from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from billing.linking import standing_link, token_of
from billing.models import Bill, Invoice, PurchaseOrder
from billing.uploads import keep
from districts.tests.factories import create_membership
from lmi_portal.audit.models import Entry

from .factories import create_account, create_bill, create_invoice, create_purchase_order, settle
from .uploaded import image, pdf, raw

pytestmark = pytest.mark.django_db

FAR = timezone.localdate() + timedelta(days=200)
BOX = 'type="checkbox" name="agreed"'


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def member():
    return create_membership()


@pytest.fixture
def account(member):
    return create_account(district=member.district, ap_email="ap@example.org")


@pytest.fixture
def page(client, member, account):
    client.force_login(member.user)
    return f"/account/{member.district.cd_code}/purchase-orders/"


def typed(**changes):
    return {"number": "PO-118843", "amount": "1000", "valid_until_on": FAR.isoformat()} | changes


def test_order_is_added_with_its_file(client, page, member):
    response = client.post(f"{page}add/", typed(amount="$1,000.00", file=pdf("PO 118843.pdf")), follow=True)

    order = PurchaseOrder.objects.get()
    assert "Purchase order PO-118843 is here. Thank you." in response.content.decode()
    assert (order.number, order.amount, order.valid_until_on, order.added_by) == ("PO-118843", 1000, FAR, member.user)
    assert (order.file_name, order.file_type) == ("PO 118843.pdf", "application/pdf")


def test_file_is_kept_by_browsers_and_shown_by_none(client, page):
    client.post(f"{page}add/", typed(file=image("PNG", name="scan.html")))
    order = PurchaseOrder.objects.get()

    response = client.get(f"{page}{order.pk}/file/")

    assert b"".join(response.streaming_content) == image("PNG").read()
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == 'attachment; filename="scan.png"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"


def test_what_was_typed_stays_beside_the_refusals(client, page):
    response = client.post(f"{page}add/", typed(amount="-1", file=raw(b"<html>")))

    text = response.content.decode()
    assert response.context["form"].errors.keys() == {"amount", "file"}
    assert 'value="PO-118843"' in text
    assert f'value="{FAR.isoformat()}"' in text
    assert not PurchaseOrder.objects.exists()


@pytest.mark.parametrize("team", ["TEAM0000", "\0"], ids=["unknown", "null character"])
def test_team_that_was_not_offered_is_refused(client, page, team):
    response = client.post(f"{page}add/", typed(team=team))

    assert response.context["form"].errors.keys() == {"team"}
    assert not PurchaseOrder.objects.exists()


def test_file_that_arrived_need_not_be_chosen_again(client, page):
    first = client.post(f"{page}add/", typed(number="", file=pdf("PO.pdf")))

    ticket = first.context["form"].data["ticket"]
    assert "PO.pdf has arrived; you need not choose it again." in first.content.decode()
    client.post(f"{page}add/", typed(ticket=ticket))

    with default_storage.open(PurchaseOrder.objects.get().file.name) as kept:
        assert kept.read(5) == b"%PDF-"


def test_ticket_of_another_district_brings_no_file(client, page):
    other = create_membership()
    stranger = Client()
    stranger.force_login(other.user)
    create_account(district=other.district)
    theirs = stranger.post(f"/account/{other.district.cd_code}/purchase-orders/add/", {"file": pdf()})

    client.post(f"{page}add/", typed(ticket=theirs.context["form"].data["ticket"]))

    assert PurchaseOrder.objects.get().file.name == ""


def test_same_number_twice_is_said_at_its_field(client, page, account):
    create_purchase_order(account, number="po-118843")

    response = client.post(f"{page}add/", typed())

    assert response.context["form"].errors == {"number": ["Purchase order PO-118843 is here already."]}


def test_files_do_not_pour_in(client, page, monkeypatch):
    monkeypatch.setattr("billing.views.purchase_orders.MOST_FILES", 2)

    answers = [client.post(f"{page}add/", {"file": pdf()}).status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_order_goes_to_the_team_that_the_link_names(client, page, account):
    invoice = create_invoice("450.00", district=account.district)

    shown = client.get(f"{page}add/?team={invoice.bill.code.lower()}")
    client.post(f"{page}add/", typed(team=invoice.bill.code))

    assert shown.context["form"].initial["team"] == invoice.bill.code
    bill = Bill.objects.get()
    assert bill.purchase_order.number == "PO-118843"
    issued = Invoice.objects.standing().get()
    assert (issued.facts["purchase_order"], issued.total) == ("PO-118843", invoice.total)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": "400"}, "has $400.00 left, and this comes to $450.00: $50.00 more than that."),
        ({"valid_until_on": "2026-01-31"}, "was valid until January 31, 2026."),
    ],
    ids=["too small", "out of date"],
)
def test_what_falls_short_is_said_before_and_taken_once_agreed(client, page, account, changes, said):
    invoice = create_invoice("450.00", district=account.district)
    words = typed(team=invoice.bill.code, **changes)

    first = client.post(f"{page}add/", words | {"file": pdf()})

    text = first.content.decode()
    assert said in text
    assert BOX in text
    assert not PurchaseOrder.objects.exists()
    assert Invoice.objects.count() == 1
    form = first.context["form"]
    client.post(f"{page}add/", words | {"agreed": form.warning, "ticket": form.data["ticket"]})
    assert PurchaseOrder.objects.get().file
    warnings = Entry.objects.get(deed="choose_purchase_order").changes["warnings"]
    assert said in warnings[1]


def test_order_that_is_over_is_asked_about_without_a_team_too(client, page):
    words = typed(valid_until_on="2026-01-31")

    first = client.post(f"{page}add/", words)

    assert "This day is past" in first.content.decode()
    assert not PurchaseOrder.objects.exists()
    client.post(f"{page}add/", words | {"agreed": first.context["form"].warning})
    assert PurchaseOrder.objects.count() == 1


def test_nothing_is_asked_where_nothing_falls_short(client, page):
    assert BOX not in client.get(f"{page}add/").content.decode()


def test_accounts_payable_adds_one_by_the_link(account):
    invoice = create_invoice("450.00", district=account.district)
    base = f"/account/shared/{token_of(standing_link(account, now=timezone.now()))}/"

    response = Client().post(f"{base}purchase-orders/add/", typed(team=invoice.bill.code, file=pdf()))

    assert response.url == base
    order = PurchaseOrder.objects.get()
    assert order.added_by is None
    labels = Entry.objects.filter(deed__in=["add_purchase_order", "choose_purchase_order"])
    assert set(labels.values_list("done_by_label", flat=True)) == {"ap@example.org"}
    file = Client().get(f"{base}purchase-orders/{order.pk}/file/")
    assert b"".join(file.streaming_content).startswith(b"%PDF-")


def test_order_with_more_billed_than_it_holds_has_nothing_left(client, page, account):
    order = create_purchase_order(account, "300.00", number="PO-1")
    bill = create_invoice("450.00", district=account.district).bill
    asked = client.post(f"{page}for/{bill.code}/", {"purchase_order": order.pk})
    agreed = asked.context["form"].warning
    client.post(f"{page}for/{bill.code}/", {"purchase_order": order.pk, "agreed": agreed})

    shown = client.get(f"{page}for/{bill.code}/").content.decode()

    assert "PO-1: nothing of $300.00 left, valid until" in shown


def test_withdrawing_says_first_what_it_does(client, page, account, member):
    order = create_purchase_order(account)
    bill = create_bill(district=account.district, purchase_order=order)
    invoice = settle(bill, "450.00")[1]

    asked = client.get(f"{page}{order.pk}/withdraw/")
    order.refresh_from_db()
    assert (order.withdrawn_at, f"{invoice.number}, {bill}" in asked.content.decode()) == (None, True)

    client.post(f"{page}{order.pk}/withdraw/")
    client.post(f"{page}{order.pk}/withdraw/")
    assert Entry.objects.get(deed="withdraw_purchase_order").done_by == member.user
    assert Invoice.objects.standing().get() == invoice


def test_team_list_of_the_form_offers_those_that_wait_and_no_others(client, page, account):
    waits = create_invoice(district=account.district).bill
    create_bill(district=account.district)
    create_invoice(district=account.district, pays_by="check")
    create_invoice()

    choices = client.get(f"{page}add/").context["form"].fields["team"].choices

    assert [code for code, _label in choices] == ["", waits.code]


def test_page_of_an_order_shows_who_is_billed_on_it(client, page, account):
    order = create_purchase_order(account, "1000.00", file=keep(pdf("PO.pdf")))
    bill = create_bill(district=account.district, purchase_order=order)
    invoice = settle(bill, "950.00")[1]

    text = client.get(f"{page}{order.pk}/").content.decode()

    assert "$950.00 of $1,000.00 used" in text
    assert "It is running out." in text
    assert invoice.number in text
    assert "PO.pdf" in text


@pytest.mark.parametrize("size", [1, 3])
def test_page_of_an_order_asks_a_constant_number_of_questions(client, page, account, django_assert_num_queries, size):
    order = create_purchase_order(account)
    for _ in range(size):
        settle(create_bill(district=account.district, purchase_order=order), "10.00")

    # Session, person, account, order, invoices.
    with django_assert_num_queries(5):
        client.get(f"{page}{order.pk}/")
