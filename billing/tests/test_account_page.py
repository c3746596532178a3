from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone

from billing.invoicing import write_off_invoice
from billing.linking import standing_link, token_of
from billing.models import Payee
from billing.paying import bounce_payment
from districts.tests.factories import create_membership, create_user
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff

from .factories import create_account, create_bill, create_invoice, create_purchase_order, pay, settle

pytestmark = pytest.mark.django_db

SHOWN = ["unpaid", "invoices", "payments", "purchase-orders", "quotes"]


@pytest.fixture
def district():
    return create_membership().district


@pytest.fixture
def account(district):
    return create_account(district=district)


@pytest.fixture
def page(client, district, account):
    client.force_login(district.memberships.get().user)
    return f"/account/{district.cd_code}/"


def words_of(response):
    return " ".join(response.content.decode().split())


def long_ago():
    return timezone.now() - timedelta(days=60)


def test_what_is_owed_comes_first_and_what_is_late_beside_it(client, page, district):
    create_invoice("300.00", district=district, now=long_ago())
    create_invoice("150.00", district=district)

    response = client.get(page)

    assert (response.context["account"].balance, response.context["account"].overdue) == (450, 300)
    words = words_of(response)
    assert "<strong>$450.00</strong> owed in all" in words
    assert "<strong>$300.00</strong> of it past its due date" in words
    assert "If a check is on its way already, thank you" in words


def test_account_that_owes_nothing_says_so(client, page):
    words = words_of(client.get(page))

    assert "<strong>$0.00</strong> nothing is owed" in words
    assert "All invoices are paid. Thank you." in words
    assert "past its due date" not in words


def test_credit_is_no_debt(client, page, account):
    pay(account, "25.00")

    assert "<strong>$25.00</strong> in credit" in words_of(client.get(page))


def test_unpaid_invoices_come_by_their_due_date(client, page, district):
    later = create_invoice("150.00", district=district)
    sooner = create_invoice("300.00", district=district, now=long_ago())
    paid = create_invoice("20.00", district=district)
    pay(paid.account, "20.00", pays=[(paid, paid.total)])
    pay(later.account, "50.00", pays=[(later, Decimal("50.00"))])

    response = client.get(page)

    assert [(one.number, one.open_amount) for one in response.context["page"]] == [
        (sooner.number, 300),
        (later.number, 100),
    ]
    assert "of $150.00" in response.content.decode()


def test_all_invoices_say_which_refers_to_which(client, page, district):
    first = create_invoice("150.00", district=district)
    credit_note, second = settle(first.bill, "300.00")
    other = create_invoice("80.00", district=district)
    write_off_invoice(invoice=other, by=create_user(), reason="Host", now=timezone.now())

    words = words_of(client.get(page, {"show": "invoices"}))

    assert f"Replaces {first.number}" in words
    link = f'<a href="{credit_note.get_absolute_url()}">{credit_note.number}</a>'
    assert f"Taken back by credit note {link} on " in words
    assert f"replaced by {second.number}" in words
    assert words.count("Taken back</span>") == 2


def test_payments_say_what_became_of_them(client, page, account):
    pay(account, "25.00", method="check", reference="0041")
    returned = pay(account, "30.00")
    bounce_payment(
        payment=returned, reason="No funds", bounced_on=timezone.localdate(), recorded_by=None, now=timezone.now()
    )

    words = words_of(client.get(page, {"show": "payments"}))

    assert "Check 0041" in words
    assert "$25.00 of it is in credit" in words
    assert "Returned by the bank" in words


def test_teams_without_their_order_are_named_with_the_way_to_add_it(client, page, district):
    bill = create_invoice("150.00", district=district).bill
    create_invoice("150.00", district=district, pays_by="check")
    create_bill(district=district)

    response = client.get(page)

    assert list(response.context["waiting"]) == [bill]
    assert f'href="{page}purchase-orders/add/?team={bill.code}"' in response.content.decode()


def test_every_unpaid_invoice_says_how_it_is_paid_and_where_that_changes(client, page, district, account):
    order = create_purchase_order(account, number="PO-1")
    on_order = settle(create_bill(district=district, purchase_order=order), "10.00")[1].bill
    by_check = create_invoice("10.00", district=district, pays_by="check").bill

    text = client.get(page).content.decode()

    assert f'href="{page}purchase-orders/{order.pk}/">PO PO-1</a>' in text
    assert f'href="{page}purchase-orders/for/{on_order.code}/"' in text
    assert "Check or ACH, without a purchase order" in text
    assert f'href="{page}purchase-orders/add/?team={by_check.code}"' in text


def test_orders_show_what_is_used_left_and_wrong(client, page, district, account):
    today = timezone.localdate()
    for amount, valid_for, drawn in ((1000, 90, "400.00"), (400, 90, "400.00"), (100, 10, "150.00"), (50, -1, None)):
        order = create_purchase_order(account, amount, valid_until_on=today + timedelta(days=valid_for))
        if drawn:
            settle(create_bill(district=district, purchase_order=order), drawn)

    orders = client.get(page).context["orders"]

    assert [(order.used, order.left, worries) for order, worries in reversed(orders)] == [
        (400, 600, []),
        (400, 0, ["It is used up."]),
        (150, -50, ["$50.00 more is billed on it than it is good for.", "It ends soon."]),
        (0, 50, ["It is out of date."]),
    ]


def test_how_to_pay_is_the_payees(client, page):
    Payee.objects.create(
        pk=1, name="LMI", payable_to="LMI Fund", remit_to="P.O. Box 13\nSacramento", w9_url="https://example.org/w9.pdf"
    )

    words = words_of(client.get(page))

    assert "<h3>Accounts payable</h3>" in words
    assert "Payable to LMI Fund, sent to<br>P.O. Box 13<br>Sacramento" in words
    assert '<a href="https://example.org/w9.pdf" rel="noreferrer">The signed form</a>' in words


def test_cards_are_offered_where_they_are_taken(client, page, district, settings):
    invoice = create_invoice("150.00", district=district)
    assert "Pay by card" not in client.get(page).content.decode()

    settings.STRIPE_SECRET_KEY = "sk_test_1"

    response = client.get(page)
    assert f'name="invoice" value="{invoice.number}"' in response.content.decode()
    assert settings.STRIPE_CHECKOUT_ORIGIN in response["Content-Security-Policy"]


def test_paying_nothing_is_refused_in_a_sentence(client, page, settings):
    settings.STRIPE_SECRET_KEY = "sk_test_1"
    other = create_invoice("150.00")

    response = client.post(f"{page}pay/", {"invoice": other.number, "amount": "1.00"}, follow=True)

    assert response.redirect_chain == [(page, 302)]
    assert [str(message) for message in response.context["messages"]] != []


def test_page_by_link_offers_what_accounts_payable_may_do_and_no_more(account, district):
    create_invoice("150.00", district=district)
    account.ap_email = "ap@example.org"
    account.save()
    base = f"/account/shared/{token_of(standing_link(account, now=timezone.now()))}/"

    text = Client().get(base).content.decode()

    assert f'href="{base}purchase-orders/add/"' in text
    assert f'href="{base}invoices/INV-' in text
    assert "/teams/" not in text
    assert "details/" not in text
    assert f'action="{base}statement.pdf"' in text


def test_staff_look_without_buttons(client, district, account):
    create_invoice("150.00", district=district)
    sign_in_staff(client, create_staff())

    text = client.get(f"/account/{district.cd_code}/").content.decode()

    assert "purchase-orders/add/" not in text
    assert "details/" not in text


def test_who_sees_several_accounts_chooses_one(client):
    user = create_user()
    accounts = [create_account(district=create_membership(user=user).district) for _ in range(2)]
    client.force_login(user)

    response = client.get("/account/")

    assert set(response.context["page"]) == set(accounts)


@pytest.mark.parametrize("size", [2, 3, 30])
def test_list_of_accounts_asks_a_constant_number_of_questions(client, django_assert_num_queries, size):
    for _ in range(size):
        create_account()
    sign_in_staff(client, create_staff())
    client.get("/account/")

    # Session, person, the second factor shown, how many, which.
    with django_assert_num_queries(5):
        client.get("/account/")


def test_who_has_none_is_told_how_one_opens(client):
    client.force_login(create_user())

    assert "No account yet" in client.get("/account/").content.decode()


@pytest.mark.parametrize(
    ("show", "size"),
    [*product(SHOWN, [1, 3]), ("unpaid", 60)],
)
def test_page_asks_a_constant_number_of_questions(
    client, page, district, account, django_assert_num_queries, show, size
):
    for number in range(size):
        order = create_purchase_order(account) if number < 10 else None
        pays_by = "purchase_order" if number % 2 else "check"
        bill = create_bill(district=district, pays_by="purchase_order" if order else pays_by, purchase_order=order)
        invoice = settle(bill, "100.00")[1]
        create_invoice("10.00", district=district)
        pay(account, "10.00", pays=[(invoice, Decimal("10.00"))])

    # Session, person, account, balance, orders, teams that wait, what is shown and how much of it, payee.
    with django_assert_num_queries(9 if show != "quotes" else 8):
        response = client.get(page, {"show": show})

    assert len(response.context["page"]) <= 25


def test_long_lists_go_on_on_a_second_page(client, page, district):
    for _ in range(26):
        create_invoice("10.00", district=district)

    first, second = client.get(page), client.get(page, {"page": 2})

    assert (len(first.context["page"]), len(second.context["page"])) == (25, 1)
    assert "Page 1 of 2" in first.content.decode()
