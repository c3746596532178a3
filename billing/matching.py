"""Which invoices a bank line may pay: proposals with their reasons, the likeliest first; staff decide."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Account, Invoice, Payment
from .models.account import NOTHING

MOST_PROPOSALS = 5
# More invoices of one account than these are not tried in every combination.
MOST_TRIED = 12
# Shorter numbers of purchase orders are found in any text.
SHORTEST_ORDER = 4
# A check that staff recorded when it came is posted by the bank within these.
RECORDED_WITHIN = timedelta(days=45)

INVOICE_NUMBER = re.compile(
    r"INV(?:OICE)?[\W_]{0,3}(?:NO|NUMBER)?[\W_]{0,3}(\d{4})[\W_]{0,3}(\d{1,9})(?!\d)", re.IGNORECASE
)
WORD = re.compile(r"[^\W_]+")
# What districts' names share says nothing about which one it is.
COMMON = {
    *("unified", "union", "joint", "elementary", "high", "city", "county", "school", "schools", "district"),
    *("office", "of", "education", "the", "usd", "uhsd", "hsd", "esd", "sd", "coe", "dist"),
}


@dataclass(frozen=True)
class Proposal:
    """A line as a payment of `account` for `pays`, [(invoice, Decimal dollars)]; `reasons` are in words.

    `is_certain` says that the line itself names the invoices and pays exactly what is open of them.
    """

    account: Account
    pays: list
    reasons: list
    weight: int
    is_certain: bool = False

    @property
    def key(self):
        """What tells it from the other proposals, as a form carries it."""
        return f"{self.account.pk}:" + ",".join(f"{invoice.pk}={part:.2f}" for invoice, part in self.pays)


class Matcher:
    """Everything that is open, loaded once: any number of lines is matched in three queries."""

    def __init__(self):
        unpaid = Invoice.objects.unpaid().select_related("bill", "purchase_order").defer("facts")
        self.accounts = {account.pk: account for account in Account.objects.select_related("district")}
        self.by_number, self.by_amount, self.by_order = {}, defaultdict(list), defaultdict(list)
        self.by_account, self.by_name = defaultdict(list), defaultdict(set)
        for invoice in unpaid.order_by("due_on", "pk"):
            invoice.account = self.accounts[invoice.account_id]
            year = invoice.fiscal_year % 100 * 100 + (invoice.fiscal_year + 1) % 100
            self.by_number[year, invoice.sequence] = invoice
            self.by_amount[invoice.open_amount].append(invoice)
            self.by_account[invoice.account_id].append(invoice)
            if invoice.purchase_order:
                self.by_order[_squeezed(invoice.purchase_order.number)].append(invoice)
        for account in self.accounts.values():
            for name in {account.district.name, account.bill_to_name}:
                if words := _telling_words(name):
                    self.by_name[words].add(account.pk)

    def proposals_of(self, lines):
        """{line's pk: [Proposal]}, at most five each; certain is only what no other of `lines` claims too."""
        found = {line.pk: self._proposals(line) for line in lines}
        claims = defaultdict(set)
        for pk, proposals in found.items():
            for proposal in proposals:
                if proposal.is_certain:
                    for invoice, _part in proposal.pays:
                        claims[invoice.pk].add(pk)
        return {pk: [_unless_disputed(one, claims) for one in proposals] for pk, proposals in found.items()}

    def _proposals(self, line):
        said = f"{line.description} {line.reference}"
        best = {}
        for proposal in [
            *self._of_numbers(line, said),
            *self._of_orders(line, said),
            *self._of_names(line, said),
            *self._of_amount(line),
        ]:
            same = best.get(proposal.key)
            if same is None or same.weight < proposal.weight:
                best[proposal.key] = proposal
        return sorted(best.values(), key=lambda proposal: -proposal.weight)[:MOST_PROPOSALS]

    def _of_numbers(self, line, said):
        named = [self.by_number.get((int(year), int(number))) for year, number in INVOICE_NUMBER.findall(said)]
        of_account = defaultdict(list)
        for invoice in dict.fromkeys(invoice for invoice in named if invoice):
            of_account[invoice.account_id].append(invoice)
        for account, invoices in of_account.items():
            names = _("It names %(invoices)s.") % {"invoices": ", ".join(str(invoice) for invoice in invoices)}
            yield self._pay(line, account, invoices, [names], 90, can_be_certain=len(of_account) == 1)

    def _of_orders(self, line, said):
        for number in _runs_squeezed(said):
            of_account = defaultdict(list)
            for invoice in self.by_order.get(number, []):
                of_account[invoice.account_id].append(invoice)
            for account, invoices in of_account.items():
                order = invoices[0].purchase_order
                names = _("It names purchase order %(order)s.") % {"order": order}
                yield from self._pay_some(line, account, invoices, [names], 70)

    def _of_names(self, line, said):
        words = _telling_words(said)
        accounts = set()
        for size in range(1, min(len(words), 5) + 1):
            for start in range(len(words) - size + 1):
                accounts |= self.by_name.get(words[start : start + size], set())
        for account in sorted(accounts):
            names = _("It names %(district)s.") % {"district": self.accounts[account].district}
            yield from self._pay_some(line, account, self.by_account.get(account, []), [names], 50)

    def _of_amount(self, line):
        alike = self.by_amount.get(line.amount, [])
        for invoice in alike[:MOST_PROPOSALS]:
            if len(alike) == 1:
                reason = _("No other open invoice is of this amount.")
            else:
                reason = _("%(count)s open invoices are of this amount.") % {"count": len(alike)}
            yield self._pay(line, invoice.account_id, [invoice], [reason], 40 if len(alike) == 1 else 10)

    def _pay_some(self, line, account, invoices, reasons, weight):
        """The invoices whose open amounts add up to the line; where none do, the oldest first."""
        exact = _that_add_up(invoices, line.amount)
        if exact:
            yield self._pay(line, account, exact, reasons, weight + 5)
        else:
            yield self._pay(line, account, invoices, reasons, weight - 20)

    def _pay(self, line, account, invoices, reasons, weight, *, can_be_certain=False):
        pays, left = [], line.amount
        for invoice in invoices:
            part = min(invoice.open_amount, left)
            left -= part
            if part:
                pays.append((invoice, part))
        is_exact = sum((invoice.open_amount for invoice in invoices), NOTHING) == line.amount
        return Proposal(
            account=self.accounts[account],
            pays=pays,
            reasons=[*reasons, _how_it_fits(pays, left, is_exact=is_exact)],
            weight=weight + (5 if is_exact else 0),
            is_certain=can_be_certain and is_exact,
        )


def payments_recorded_already(lines):
    """{line's pk: [Payment]}: payments of the line's amount that staff recorded before the bank told of them."""
    if not lines:
        return {}
    days = [line.posted_on for line in lines]
    payments = Payment.objects.filter(
        bank_line__isnull=True,
        bounce__isnull=True,
        amount__in={line.amount for line in lines},
        received_on__range=(min(days) - RECORDED_WITHIN, max(days) + RECORDED_WITHIN),
    ).exclude(method=Payment.Method.CARD_ONLINE)
    by_amount = defaultdict(list)
    for payment in payments.select_related("account").defer("facts"):
        by_amount[payment.amount].append(payment)
    return {line.pk: [payment for payment in by_amount[line.amount] if _may_be(payment, line)] for line in lines}


def _may_be(payment, line):
    """The same check number, or none to go by and a day that is near."""
    if payment.reference and line.reference:
        return payment.reference.lstrip("0") == line.reference.lstrip("0")
    return abs(line.posted_on - payment.received_on) <= RECORDED_WITHIN


def _that_add_up(invoices, amount):
    """The fewest of the oldest invoices whose open amounts add up to `amount`; an empty list where none do."""
    if sum((invoice.open_amount for invoice in invoices), NOTHING) == amount:
        return invoices
    tried = [invoice for invoice in invoices if invoice.open_amount <= amount][:MOST_TRIED]
    for size in range(1, len(tried) + 1):
        for chosen in combinations(tried, size):
            if sum((invoice.open_amount for invoice in chosen), Decimal(0)) == amount:
                return list(chosen)
    return []


def _how_it_fits(pays, left, *, is_exact):
    if not pays:
        return _("Nothing is open: all of it stays as credit.")
    if is_exact:
        return ngettext(
            "It is exactly what is open of it.",
            "It is exactly what is open of them together.",
            len(pays),
        )
    return _("More came than is open: the rest stays as credit.") if left else _("It pays a part, the oldest first.")


def _unless_disputed(proposal, claims):
    if not proposal.is_certain or all(len(claims[invoice.pk]) == 1 for invoice, _part in proposal.pays):
        return proposal
    reasons = [*proposal.reasons, _("Another line of the bank’s names it too.")]
    return Proposal(proposal.account, proposal.pays, reasons, proposal.weight)


def _telling_words(said):
    """The words of a name without those that all districts share, as a tuple to look up."""
    return tuple(word for word in WORD.findall(said.lower()) if word not in COMMON)


def _squeezed(number):
    return "".join(WORD.findall(number.lower()))


def _runs_squeezed(said):
    """All that purchase orders are looked up by: each run of up to five pieces of the text, closed up."""
    pieces = WORD.findall(said.lower())
    runs = ("".join(pieces[start : start + size]) for size in range(1, 6) for start in range(len(pieces) - size + 1))
    return dict.fromkeys(run for run in runs if len(run) >= SHORTEST_ORDER)
