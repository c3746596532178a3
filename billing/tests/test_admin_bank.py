from decimal import Decimal

import pytest
from django.urls import reverse

from billing.allocating import open_of
from billing.models import BankImport, BankLine, Invoice, Payment
from districts.tests.factories import create_district
from lmi_portal.audit.models import Entry as AuditEntry
from lmi_portal.tests.staff_pages import messages_of, page_of

from .bank_desk import LIST, bring_in, decide, deposit, upload
from .factories import create_invoice, pay

pytestmark = pytest.mark.django_db


def test_a_file_is_brought_in_and_says_what_was_new(client, staff):
    lines = [deposit(), deposit("FEE", "-5.00", ""), deposit("ACH", "20.00", "")]

    first, second = upload(client, *lines), upload(client, *lines, deposit("ACH", "30.00", ""))

    assert messages_of(first) == ["2 new lines wait. 1 line of outgoing money, or of none, was left out."]
    assert messages_of(second) == [
        "1 new line waits. 2 were here already. 1 line of outgoing money, or of none, was left out."
    ]
    assert list(BankImport.objects.values_list("file_name", "lines_read", "lines_new")) == [
        ("november.csv", 3, 1),
        ("november.csv", 2, 2),
    ]
    assert AuditEntry.objects.filter(deed="import_bank_file", done_by=staff).count() == 2


def test_list_of_files_leads_to_bringing_one_in(client, staff):
    page = client.get(reverse("admin:billing_bankimport_changelist"))
    response = client.get(reverse("admin:billing_bankimport_upload"))

    assert [one["title"] for one in page.context["actions_list"]] == ["Bring in a bank file"]
    assert response["Location"] == reverse("admin:billing_bankline_upload")


def test_a_file_with_mistakes_adds_nothing_and_says_where(client, staff):
    response = upload(client, deposit(), deposit(amount="five"), deposit(amount="six"))

    assert response.context["form"].errors == {
        "file": [
            "Line 3, column “Amount”: “five” is no amount of dollars.",
            "Line 4, column “Amount”: “six” is no amount of dollars.",
        ]
    }
    assert (BankLine.objects.count(), BankImport.objects.count()) == (0, 0)


@pytest.mark.parametrize("content", [b"%PDF-1.7 x", b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_what_is_no_list_is_refused_whatever_its_name(client, staff, content):
    assert list(upload(client, content=content).context["form"].errors) == ["file"]


def test_a_long_name_of_a_file_is_cut(client, staff):
    upload(client, deposit(), name=f"{'n' * 250}.csv")

    assert len(BankImport.objects.get().file_name) <= 200


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_many_lines(client, staff, django_assert_num_queries, count):
    bring_in(client, *[deposit(str(create_invoice("300.00"))) for _n in range(count)])

    with django_assert_num_queries(8):
        shown = client.get(LIST).context["cl"].result_list

    assert [line.proposals[0].is_certain for line in shown] == [True] * count


@pytest.mark.parametrize("count", [1, 3])
def test_files_take_as_many_queries_for_many(client, staff, django_assert_num_queries, count):
    for _n in range(count):
        upload(client, deposit())

    with django_assert_num_queries(4):
        shown = client.get(reverse("admin:billing_bankimport_changelist")).context["cl"].result_list

    assert len(shown) == count


def test_list_shows_what_waits_unless_asked_for_more(client, staff):
    first, second, third = bring_in(client, deposit("A"), deposit("B"), deposit("C"))
    decide(client, second, "other", district=create_district(name="Elk Grove").cd_code)
    BankLine.objects.filter(pk=third.pk).update(state="set_aside", reason="Interest")

    def shown(query):
        return [line.pk for line in client.get(f"{LIST}{query}").context["cl"].result_list]

    assert (shown(""), shown("?state=set_aside"), shown("?state=accepted")) == (
        [second.pk, first.pk], [third.pk], [],
    )  # fmt: skip
    assert shown("?state=all") == [third.pk, second.pk, first.pk]


def test_several_lines_are_set_aside_at_once(client, staff):
    lines = bring_in(client, deposit("A"), deposit("B"))
    data = {"action": "set_aside_selected", "_selected_action": [line.pk for line in lines]}

    client.post(LIST, data)
    client.post(LIST, data | {"confirmed": "yes", "reason": "Grant"})

    assert list(BankLine.objects.values_list("state", "reason")) == [("set_aside", "Grant")] * 2


def test_what_is_certain_is_accepted_at_once_and_said_before(client, staff):
    invoice, unsure, recorded = create_invoice("300.00"), create_invoice("200.00"), create_invoice("100.00")
    pay(recorded.account, "100.00")
    lines = bring_in(
        client,
        deposit(f"ACH {invoice}"),
        deposit("DEPOSIT", "200.00"),
        deposit(f"ACH {recorded}", "100.00", ""),
    )
    data = {"action": "accept_certain", "_selected_action": [line.pk for line in lines]}

    asked = client.post(LIST, data)
    before = Payment.objects.count()
    client.post(LIST, data | {"confirmed": "yes"})

    prospects = {prospect.row.pk: prospect for prospect in asked.context["prospects"]}
    refusal = "Nothing certain is known of it: decide on its own page."
    assert [prospects[line.pk].refusal for line in lines] == ["", refusal, refusal]
    assert prospects[lines[0].pk].sentences[1] == f"{invoice.account.district}: $300.00 for {invoice}"
    assert (before, Payment.objects.count()) == (1, 2)
    assert [open_of(one) for one in Invoice.objects.order_by("pk")] == [
        Decimal("0.00"), unsure.total, recorded.total,
    ]  # fmt: skip


@pytest.mark.parametrize("action", ["accept_certain", "set_aside_selected"])
def test_more_lines_than_a_form_carries_are_not_taken_at_once(client, staff, monkeypatch, action):
    monkeypatch.setattr("billing.admin.bank.MOST_AT_ONCE", 1)
    lines = bring_in(client, deposit("A"), deposit("B"))
    data = {"action": action, "_selected_action": [line.pk for line in lines], "confirmed": "yes", "reason": "Grant"}

    answer = client.post(LIST, data, follow=True)

    assert messages_of(answer) == ["Choose 1 lines at most."]
    assert set(BankLine.objects.values_list("state", flat=True)) == {"waiting"}


@pytest.mark.parametrize("page", ["decide", "set_aside", "change"])
def test_address_of_no_line_is_not_found(client, staff, page):
    assert client.get(reverse(f"admin:billing_bankline_{page}", args=["gone"])).status_code == 404


def test_lines_are_neither_added_nor_changed_nor_deleted(client, staff):
    [line] = bring_in(client, deposit())

    answers = [
        client.post(page_of(line), {"amount": "1.00", "state": "accepted"}).status_code,
        client.post(page_of(line, "delete"), {"post": "yes"}).status_code,
        client.post(reverse("admin:billing_bankline_add"), {"amount": "1.00"}).status_code,
    ]

    assert answers == [403, 403, 403]
    assert (BankLine.objects.get().amount, BankLine.objects.get().state) == (Decimal("300.00"), "waiting")
