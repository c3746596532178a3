"""Staff's lens on money: it looks, and its actions call deeds; no paper is ever changed here."""

from . import account, bill, chasing, checkout, invoice, ledger, papers, payee, payment, purchase_order

__all__ = [
    "account",
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
