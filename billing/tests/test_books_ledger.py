"""Differences between the ledger and the papers that it is of, each planted alone."""

import pytest
from django.utils import timezone

from billing.models import Bounce

from .factories import create_bill, create_invoice, pay, settle
from .forging import differences, forge, forge_away
from .money_deeds import bounce, refund

pytestmark = [pytest.mark.django_db, pytest.mark.plants_a_difference]

ENTRIES = "Every paper has its one entry in the ledger"
BALANCE = "Every balance = invoiced − credited − paid + bounced + refunded"


def papers_of_all_kinds():
    """[(what the ledger calls it, the paper), …], of one account."""
    invoice = create_invoice("100.00")
    credit_note, _none = settle(invoice.bill)
    bounced, payment = pay(invoice.account, "50.00"), pay(invoice.account, "70.00")
    return {
        "invoiced": (str(invoice), invoice),
        "credited": (str(credit_note), credit_note),
        "paid": (str(payment), payment),
        "bounced": (str(bounced), bounce(bounced)),
        "refunded": (str(payment), refund(payment, "20.00")),
    }


KINDS = ["invoiced", "credited", "paid", "bounced", "refunded"]


def just_bounced(payment):
    return {"payment": payment, "reason": "?", "bounced_on": timezone.localdate(), "recorded_at": timezone.now()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_entry_is_found(kind):
    name, paper = papers_of_all_kinds()[kind]

    forge_away(paper.entry)

    found = differences()
    assert (list(found), found[ENTRIES]) == ([ENTRIES, BALANCE], [f"{name} ({kind}) has no entry in the ledger."])


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_of_another_amount_is_found(kind):
    name, paper = papers_of_all_kinds()[kind]
    wrong = paper.entry.amount * 2

    forge(paper.entry, amount=wrong)

    found = differences()
    assert list(found) == [ENTRIES, BALANCE]
    assert found[ENTRIES] == [
        f"{name} ({kind}) has an entry of ${wrong:,.2f} that is not its own in kind, account or amount."
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_in_another_account_is_found(kind):
    name, paper = papers_of_all_kinds()[kind]
    other = create_bill().account

    forge(paper.entry, account=other)

    found = differences()
    assert (list(found), len(found[BALANCE])) == ([ENTRIES, BALANCE], 2)
    assert found[ENTRIES] == [
        f"{name} ({kind}) has an entry of ${paper.entry.amount:,.2f} that is not its own in kind, account or amount."
    ]


def test_an_entry_of_another_kind_is_found():
    payment = pay(create_bill().account, "70.00")
    first, second = refund(payment, "20.00"), refund(payment, "30.00")

    forge(first.entry, kind="bounced", bounce=Bounce.objects.create(**just_bounced(payment)))

    assert differences()[ENTRIES] == [
        f"{payment} (bounced) has an entry of $20.00 that is not its own in kind, account or amount.",
        f"{payment} (refunded) has an entry of $20.00 that is not its own in kind, account or amount.",
    ]
    assert second.entry.kind == "refunded"


def test_a_balance_that_is_not_the_sum_of_its_papers_is_found():
    payment = pay(create_bill().account, "70.00")

    Bounce.objects.create(**just_bounced(payment))

    assert differences() == {
        ENTRIES: [f"{payment} (bounced) has no entry in the ledger."],
        BALANCE: [
            f"The account of district {payment.account.district.cd_code} has a balance of $-70.00, "
            "its papers come to $0.00."
        ],
    }
