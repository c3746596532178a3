"""Staff's lens on money: it looks, and its actions call deeds; no paper is ever changed here."""

from . import account, bank, bill, chasing, checkout, invoice, ledger, papers, payee, payment, purchase_order

__all__ = [
    "account",
    "bank",
    "bill",
    "chasing",
    "checkout",
    "invoice",
    "ledger",
    "papers",
    "payee",
    "payment",
    "purchase_order",
]
