from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from billing.allocating import open_of
from billing.models import Account, BankImport, BankLine, Invoice, Payment
from districts.tests.factories import create_district
from lmi_portal.audit.models import Entry as AuditEntry
from lmi_portal.tests.staff_pages import messages_of, page_of

from .bank_files import bank_csv, uploaded
from .deed_pages import confirm, look, told
from .factories import create_account, create_invoice, pay

pytestmark = pytest.mark.django_db
LIST = reverse("admin:billing_bankline_changelist")
UPLOAD = reverse("admin:billing_bankline_upload")


def upload(client, *lines, content=None, name="november.csv"):
    return client.post(UPLOAD, {"file": uploaded(content or bank_csv(*lines), name)}, follow=True)


def deposit(description="DEPOSIT", amount="300.00", check="88123"):
    return f"{timezone.localdate():%m/%d/%Y},{description},{amount},{check}"


def bring_in(client, *lines):
    """The new waiting lines, in the order of the file."""
    upload(client, *lines)
    return list(BankLine.objects.filter(state="waiting").order_by("pk"))


def decide(client, line, step, **typed):
    """Press a button of the line's page with what it had chosen already, and `typed`."""
    url = page_of(line, "decide")
    context = client.get(url).context
    form = {name: context["form"][name].value() or "" for name in ("method", "reference")}
    chosen = [one["key"] for one in context["proposals"] if one["is_chosen"]]
    return client.post(url, form | {"proposal": "".join(chosen), "step": step} | typed, follow=True)


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


def test_a_proposal_is_accepted_and_leads_to_the_next_line(client, staff):
    invoice = create_invoice("300.00")
    other, line = bring_in(client, deposit("ELSE", "1.00"), deposit(f"ACH {invoice}", check="7"))

    done = decide(client, line, "accept")

    payment = Payment.objects.get()
    assert (payment.method, payment.reference, payment.recorded_by) == ("ach", "7", staff)
    assert open_of(Invoice.objects.get()) == Decimal("0.00")
    assert messages_of(done) == [f"{payment}: $300.00 is recorded."]
    assert done.redirect_chain == [(page_of(other, "decide"), 302)]


def test_page_of_a_line_says_who_gets_the_receipt(client, staff):
    invoice = create_invoice("300.00")
    [line] = bring_in(client, deposit(f"ACH {invoice}"))

    def last_reason():
        return client.get(page_of(line, "decide")).context["proposals"][0]["reasons"][-1]

    before = last_reason()
    Account.objects.update(ap_email="ap@example.org")

    assert before == "Nobody is mailed the receipt: the account names no accounts-payable contact."
    assert last_reason() == "The receipt is mailed to ap@example.org."


def test_a_line_accepted_by_two_clicks_is_one_payment(client, staff):
    invoice = create_invoice("300.00")
    [line] = bring_in(client, deposit(f"ACH {invoice}"))
    form = {"proposal": f"{invoice.account_id}:{invoice.pk}=300.00", "method": "ach", "step": "accept"}

    client.post(page_of(line, "decide"), form, follow=True)
    second = client.post(page_of(line, "decide"), form, follow=True)

    payment = Payment.objects.get()
    assert messages_of(second) == [f"This line was accepted already, as {payment}: $300.00."]
    assert second.redirect_chain == [(LIST, 302)]


def test_a_proposal_that_changed_meanwhile_is_not_taken(client, staff):
    invoice = create_invoice("300.00")
    [line] = bring_in(client, deposit(f"ACH {invoice}"))
    key = f"{invoice.account_id}:{invoice.pk}=300.00"
    pay(invoice.account, "300.00", method="check", reference="1", pays=[(invoice, Decimal("300.00"))])

    page = decide(client, line, "accept", proposal=key)

    assert page.context["form"].errors == {
        "proposal": ["Choose one of them. Where you had: meanwhile it is no longer possible."]
    }
    assert Payment.objects.count() == 1


def test_a_check_without_its_number_is_refused_at_its_field(client, staff):
    invoice = create_invoice("300.00")
    [line] = bring_in(client, deposit(f"{invoice}"))

    page = decide(client, line, "accept", method="check", reference="")

    assert page.context["form"].errors == {"reference": ["A check has a number: it finds the check at the bank again."]}
    assert BankLine.objects.get().state == "waiting"


def test_a_proposal_is_changed_before_it_is_accepted(client, staff):
    invoice = create_invoice("300.00")
    other = create_invoice("200.00", district=invoice.account.district)
    [line] = bring_in(client, deposit(f"ACH {invoice}"))

    form = decide(client, line, "change")
    [(url, _status)] = form.redirect_chain
    asked = look(client, url, amount="9999.00", **{f"pays_{invoice.pk}": "100.00", f"pays_{other.pk}": "200.00"})
    confirm(client, url, asked)
    again = confirm(client, url, asked)

    payment = Payment.objects.get()
    assert form.context["form"][f"pays_{invoice.pk}"].value() == "300.00"
    assert told(asked)[1:3] == [
        f"$100.00 pays part of {invoice}; $200.00 stays open.",
        f"$200.00 pays {other}, and nothing of it stays open.",
    ]
    assert (payment.amount, BankLine.objects.get().payment) == (Decimal("300.00"), payment)
    assert messages_of(again) == [f"{payment} was recorded already; nothing is recorded twice."]


def test_another_district_is_named_by_code_or_name(client, staff):
    create_district(name="Elk Grove Unified"), create_district(name="Grove City")
    wanted = create_district(name="Oak Park Unified")
    [line] = bring_in(client, deposit())

    pages = [decide(client, line, "other", district=said) for said in ("grove", "nowhere", "", "oak park")]

    errors = [page.context["form"].errors.get("district") for page in pages]
    assert [error and error[0].split(":")[0] for error in errors] == [
        "Several districts are called so",
        "No district has this code or name.",
        "Say which district.",
        None,
    ]
    assert pages[-1].redirect_chain[0][0].startswith(page_of(wanted.account, "record_payment"))


def test_a_line_is_of_a_payment_that_staff_recorded(client, staff):
    payment = pay(create_account(), "300.00", method="check", reference="88123")
    [line] = bring_in(client, deposit())

    shown = client.get(LIST).content.decode()
    done = decide(client, line, "match", payment=payment.pk)

    assert f"Recorded already, as {payment}?" in shown
    assert (messages_of(done), Payment.objects.count()) == ([f"The line is of {payment}."], 1)
    assert BankLine.objects.get().payment == payment


def test_a_line_is_matched_with_no_other_payment(client, staff):
    other = pay(create_account(), "1.00")
    [line] = bring_in(client, deposit())

    page = decide(client, line, "match", payment=other.pk)

    assert list(page.context["form"].errors) == ["payment"]


def test_a_line_is_set_aside_with_a_reason_and_taken_up_again(client, staff):
    [line] = bring_in(client, deposit())
    url = page_of(line, "set_aside")

    bare = client.post(url, {"confirmed": "yes", "reason": ""})
    client.post(url, {"confirmed": "yes", "reason": "Interest"})
    aside = BankLine.objects.get()
    client.post(f"{LIST}?state=all", {"action": "take_up_selected", "_selected_action": [line.pk]})

    assert bare.context["form"].errors == {"reason": ["This field is required."]}
    assert (aside.state, aside.reason, aside.decided_by) == ("set_aside", "Interest", staff)
    assert BankLine.objects.get().state == "waiting"


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
