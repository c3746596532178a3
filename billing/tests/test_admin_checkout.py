import pytest
from django.utils import timezone

from billing.card_queue import settle_with_note
from billing.models import Checkout, CreditNote, Refund
from districts.tests.factories import create_user
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.tests.staff_pages import messages_of, page_of

from .card_news import balance, paid_page, take_in
from .deed_pages import confirm, look, told
from .factories import create_bill, create_invoice, settle

pytestmark = pytest.mark.django_db
LIST = "/admin/billing/checkout/"


@pytest.fixture
def waiting(stripe_server):
    """$150.00 that came by card for a team that was cancelled meanwhile."""
    return late_money(stripe_server)


def late_money(stripe_server):
    bill = create_bill()
    checkout, session = paid_page(stripe_server, create_invoice("150.00", bill=bill))
    settle(bill, items=[], cause=CreditNote.Cause.CANCELLATION)
    take_in("checkout.session.completed", session)
    return checkout


def listed(client, query=""):
    return list(client.get(f"{LIST}{query}").context["cl"].result_list)


def test_the_queue_holds_what_waits_and_no_other(client, staff, waiting, stripe_server):
    _checkout, session = paid_page(stripe_server, create_invoice())
    take_in("checkout.session.completed", session)

    assert (listed(client, "?waits=yes"), len(listed(client))) == ([waiting], 2)
    assert listed(client, "?waits=settled") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(client, staff, stripe_server, django_assert_num_queries, rows):
    for _n in range(rows):
        late_money(stripe_server)

    with django_assert_num_queries(4):
        client.get(LIST)


def test_it_is_set_against_an_open_invoice(client, staff, waiting):
    other = create_invoice("150.00", district=waiting.account.district)
    url = page_of(waiting, "apply")

    asked = look(client, url)
    confirm(client, url, asked)

    assert told(asked) == [f"$150.00 pays {other}, and nothing of it stays open.", "With that it is settled."]
    waiting.refresh_from_db()
    assert (waiting.settled_by, listed(client, "?waits=yes")) == (staff, [])


def test_a_part_of_it_leaves_it_in_the_queue(client, staff, waiting):
    create_invoice("100.00", district=waiting.account.district)

    asked = look(client, page_of(waiting, "apply"))

    assert told(asked)[-1] == "It stays here, for money is left of it."


def test_it_is_settled_with_a_note(client, staff, waiting):
    url = page_of(waiting, "settle")

    asked = look(client, url, note="Kept for the fall")
    confirm(client, url, asked)

    assert told(asked) == ["No money moves, and it leaves the list of those that wait for staff."]
    assert Checkout.objects.get().settled_how == "Kept for the fall"


def test_it_goes_back_to_the_card(client, staff, waiting, stripe_server):
    url = page_of(waiting, "refund")

    asked = client.get(url)
    response = client.post(url, {"confirmed": "yes", "reason": "Cancelled"}, follow=True)

    waiting.refresh_from_db()
    assert asked.context["prospects"][0].sentences == [
        f"$150.00 of {waiting.payment} goes back to the card it came from, through Stripe.",
        "Nothing can undo this.",
    ]
    assert messages_of(response) == ["The money goes back to the card."]
    assert (Refund.objects.get().recorded_by, balance(waiting.account)) == (staff, 0)


def test_who_would_refund_it_by_hand_is_told_of_the_card(client, staff, waiting):
    waiting.refresh_from_db()

    page = client.get(page_of(waiting.payment, "refund"))

    assert page.context["about"][-1] == (
        "It came by card: “Send back to the card”, on its page in Card payments, refunds it through Stripe at once."
    )


def test_nothing_is_refunded_unless_somebody_confirms(client, staff, waiting, stripe_server):
    client.get(page_of(waiting, "refund"))
    client.post(page_of(waiting, "refund"), {"reason": "Cancelled"})

    assert stripe_server.refunds == {}


def test_a_refund_that_stripe_refuses_is_told(client, staff, waiting, stripe_server):
    stripe_server.sessions[Checkout.objects.get().session_id]["amount_total"] = 1

    response = client.post(page_of(waiting, "refund"), {"confirmed": "yes", "reason": "Cancelled"}, follow=True)

    assert messages_of(response) == [
        "Stripe does not refund this: Refund amount is greater than unrefunded amount on charge."
    ]


def test_without_cards_the_page_says_what_to_do_instead(client, staff, waiting, settings):
    settings.STRIPE_SECRET_KEY = ""

    page = client.get(page_of(waiting, "refund"))

    assert page.context["prospects"][0].refusal == (
        "Cards are off: send it back yourself, and record that on the payment’s page."
    )


@pytest.mark.parametrize(("group", "status"), [("finance", 200), ("events", 403), ("directory", 403)])
@pytest.mark.parametrize("deed", ["apply", "refund", "settle"])
def test_only_those_who_keep_the_money_settle(client, settings, waiting, deed, group, status):
    settings.STAFF_MFA_REQUIRED = False
    ensure_groups()
    user = create_user(is_staff=True)
    user.groups.add(ensure_groups()[group])
    client.force_login(user)

    assert client.get(page_of(waiting, deed)).status_code == status


def offered(client, row):
    return [str(one["title"]) for one in client.get(page_of(row)).context["actions_detail"]]


def test_what_there_is_to_do_is_offered_and_no_more(client, staff, waiting, stripe_server):
    paid, session = paid_page(stripe_server, create_invoice())
    take_in("checkout.session.completed", session)

    first = offered(client, waiting)
    settle_with_note(checkout=waiting, note="Kept", settled_by=staff, now=timezone.now())

    assert first == ["Set against invoices", "Send back to the card", "Settle with a note"]
    assert offered(client, waiting) == ["Send back to the card"]
    assert offered(client, paid) == []


def test_what_stripe_told_can_be_read(client, staff, waiting):
    page = client.get("/admin/billing/stripeevent/?q=Recorded")

    assert [row.kind for row in page.context["cl"].result_list] == ["checkout.session.completed"]


def test_each_row_s_page_opens(client, staff, waiting):
    statuses = [client.get(page_of(waiting)).status_code]
    statuses.append(client.get("/admin/billing/stripeevent/").status_code)

    assert statuses == [200, 200]
