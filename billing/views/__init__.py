from .account import account, home
from .papers import credit_note_pdf, invoice_pdf, quote_pdf, receipt_pdf

__all__ = ["account", "credit_note_pdf", "home", "invoice_pdf", "quote_pdf", "receipt_pdf"]
