from .account import Account, AccountLink, Language, Payee
from .bank import BankImport, BankLine
from .card import Checkout, CheckoutItem, StripeEvent
from .chasing import Chase, ChaseLetter, ChasingStep
from .invoice import Bill, CreditNote, Invoice, InvoiceLine, Quote
from .ledger import Allocation, Counter, Entry
from .payment import Bounce, Payment, Refund
from .purchase_order import PurchaseOrder

__all__ = [
    "Account",
    "AccountLink",
    "Allocation",
    "BankImport",
    "BankLine",
    "Bill",
    "Bounce",
    "Chase",
    "ChaseLetter",
    "ChasingStep",
    "Checkout",
    "CheckoutItem",
    "Counter",
    "CreditNote",
    "Entry",
    "Invoice",
    "InvoiceLine",
    "Language",
    "Payee",
    "Payment",
    "PurchaseOrder",
    "Quote",
    "Refund",
    "StripeEvent",
]
