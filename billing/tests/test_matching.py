from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.banking import match_bank_line
from billing.matching import Matcher, payments_recorded_already
from billing.models import BankImport, BankLine
from districts.tests.factories import create_district, create_user

from .factories import create_account, create_invoice, create_purchase_order, pay

pytestmark = pytest.mark.django_db


def create_line(description, amount, *, reference="", posted_on=None):
    bank_import = BankImport.objects.first() or BankImport.objects.create(
        file_name="november.csv", imported_at=timezone.now(), imported_by=create_user(), lines_read=0, lines_new=0
    )
    return bank_import.lines.create(
        fingerprint=f"{BankLine.objects.count()}",
        posted_on=posted_on or timezone.localdate(),
        description=description,
        reference=reference,
        amount=Decimal(amount),
    )


def proposals(line):
    return Matcher().proposals_of([line])[line.pk]


def told(proposal):
    return proposal.account, [invoice for invoice, _part in proposal.pays], proposal.reasons, proposal.is_certain


def written(invoice, form):
    year = f"{invoice.fiscal_year % 100:02}{(invoice.fiscal_year + 1) % 100:02}"
    return form.format(number=invoice.number, year=year, sequence=invoice.sequence)


@pytest.mark.parametrize(
    "form",
    [
        "ACH {number} THANKS",
        "INV {year} {sequence:05}",
        "inv-{year}-{sequence}",
        "INV{year}{sequence:05}",
        "Invoice No. {year}/{sequence}",
        "(INV#{year}-{sequence:05})",
    ],
)
def test_an_invoice_that_is_named_and_paid_exactly_is_certain(form):
    invoice = create_invoice("300.00")
    create_invoice("300.00")

    best = proposals(create_line(written(invoice, form), "300.00"))[0]

    assert told(best) == (
        invoice.account,
        [invoice],
        [f"It names {invoice}.", "It is exactly what is open of it."],
        True,
    )


def test_a_number_in_the_reference_counts_too():
    invoice = create_invoice("300.00")

    assert proposals(create_line("ACH CREDIT", "300.00", reference=invoice.number))[0].is_certain


@pytest.mark.parametrize(
    ("amount", "reason", "parts"),
    [
        ("100.00", "It pays a part, the oldest first.", ["100.00"]),
        ("350.00", "More came than is open: the rest stays as credit.", ["300.00"]),
    ],
)
def test_a_named_invoice_of_another_amount_is_not_certain(amount, reason, parts):
    invoice = create_invoice("300.00")

    [best] = proposals(create_line(f"ACH {invoice}", amount))

    assert ([f"{part:.2f}" for _invoice, part in best.pays], best.reasons[-1], best.is_certain) == (
        parts,
        reason,
        False,
    )


def test_several_named_invoices_of_one_account_are_paid_together():
    first = create_invoice("300.00")
    second = create_invoice("150.00", district=first.account.district)

    best = proposals(create_line(f"{first} AND {second}", "450.00"))[0]

    assert told(best)[1:] == (
        [first, second],
        [f"It names {first}, {second}.", "It is exactly what is open of them together."],
        True,
    )


def test_named_invoices_of_two_accounts_are_not_certain():
    first, second = create_invoice("300.00"), create_invoice("300.00")

    found = proposals(create_line(f"{first} {second}", "300.00"))

    assert [(one.account, one.is_certain) for one in found] == [(first.account, False), (second.account, False)]


def test_what_two_lines_claim_is_certain_of_neither():
    invoice = create_invoice("300.00")
    lines = [create_line(f"ACH {invoice}", "300.00") for _n in range(2)]

    found = Matcher().proposals_of(lines)

    assert [found[line.pk][0].is_certain for line in lines] == [False, False]
    assert found[lines[0].pk][0].reasons[-1] == "Another line of the bank’s names it too."


@pytest.mark.parametrize("said", ["PO 26-0815", "P.O.#26 0815.", "po:26-0815"])
def test_invoices_of_a_named_purchase_order_are_proposed(said):
    account = create_account()
    order = create_purchase_order(account, number="26-0815")
    invoice = create_invoice("300.00", district=account.district, purchase_order=order)
    create_invoice("300.00")

    best = proposals(create_line(f"ACH {said}", "300.00"))[0]

    assert told(best) == (
        account, [invoice], ["It names purchase order 26-0815.", "It is exactly what is open of it."], False,
    )  # fmt: skip


def test_invoices_of_a_named_district_that_add_up_are_proposed():
    district = create_district(name="San Juan Unified")
    first, _other, third = (create_invoice(amount, district=district) for amount in ("300.00", "150.00", "75.00"))

    best = proposals(create_line("ACH CREDIT SAN JUAN USD 112026", "375.00"))[0]

    assert told(best) == (
        first.account,
        [first, third],
        ["It names San Juan Unified.", "It is exactly what is open of them together."],
        False,
    )


def test_a_named_district_pays_its_oldest_where_nothing_adds_up():
    district, now = create_district(name="Elk Grove Unified"), timezone.now()
    later, first = (create_invoice("100.00", district=district, now=now - timedelta(days=days)) for days in (0, 20))

    [best] = proposals(create_line("ELK GROVE", "130.00"))

    assert best.pays == [(first, Decimal("100.00")), (later, Decimal("30.00"))]


def test_a_named_district_that_owes_nothing_has_credit():
    account = create_account(district=create_district(name="Elk Grove Unified"))

    [best] = proposals(create_line("ELK GROVE USD", "130.00"))

    assert told(best)[:3] == (
        account,
        [],
        ["It names Elk Grove Unified.", "Nothing is open: all of it stays as credit."],
    )


def test_the_only_open_invoice_of_an_amount_is_proposed():
    invoice = create_invoice("312.00")
    create_invoice("300.00")

    [best] = proposals(create_line("DEPOSIT", "312.00"))

    assert best.reasons == ["No other open invoice is of this amount.", "It is exactly what is open of it."]
    assert ([one for one, _part in best.pays], best.is_certain) == ([invoice], False)


def test_of_many_invoices_of_an_amount_five_are_proposed():
    for _n in range(7):
        create_invoice("300.00")

    found = proposals(create_line("DEPOSIT", "300.00"))

    assert len(found) == 5
    assert {one.reasons[0] for one in found} == {"7 open invoices are of this amount."}


def test_a_name_outweighs_an_amount():
    named, alike = create_invoice("300.00"), create_invoice("100.00")

    found = proposals(create_line(f"ACH {named}", "100.00"))

    assert [one.account for one in found] == [named.account, alike.account]


def test_what_is_paid_or_credited_is_not_proposed():
    invoice = create_invoice("300.00")
    pay(invoice.account, "300.00", pays=[(invoice, Decimal("300.00"))])

    assert proposals(create_line(f"ACH {invoice}", "300.00")) == []


@pytest.mark.parametrize(
    ("reference", "days", "is_it"),
    [("88123", 0, True), ("0088123", 30, True), ("77", 0, False), ("", 30, True), ("", 50, False)],
    ids=["same-check", "zeros-before", "other-check", "no-number", "too-late"],
)
def test_a_payment_that_staff_recorded_is_known_again(reference, days, is_it):
    payment = pay(create_account(), "300.00", method="check", reference="88123")
    line = create_line("DEPOSIT", "300.00", reference=reference, posted_on=timezone.localdate() + timedelta(days=days))
    pay(create_account(), "299.00", method="check", reference="88123")

    assert payments_recorded_already([line]) == {line.pk: [payment] if is_it else []}


def test_a_payment_that_has_its_line_is_not_known_again():
    payment = pay(create_account(), "300.00")
    first, second = (create_line("DEPOSIT", "300.00") for _n in range(2))
    match_bank_line(line=first, payment=payment, matched_by=create_user(), now=timezone.now())

    assert payments_recorded_already([second]) == {second.pk: []}


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_lines_takes_as_many_queries(django_assert_num_queries, count):
    lines = [create_line(f"ACH {create_invoice('300.00')}", "300.00") for _n in range(count)]

    with django_assert_num_queries(3):
        found = Matcher().proposals_of(lines)
        payments_recorded_already(lines)

    assert [found[line.pk][0].is_certain for line in lines] == [True] * count
