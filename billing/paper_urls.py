from django.urls import path

from .views import papers

app_name = "papers"

urlpatterns = [
    path("invoices/<slug:number>.pdf", papers.invoice_pdf, name="invoice"),
    path("credit-notes/<slug:number>.pdf", papers.credit_note_pdf, name="credit_note"),
    path("receipts/<slug:number>.pdf", papers.receipt_pdf, name="receipt"),
    path("quotes/<slug:number>.pdf", papers.quote_pdf, name="quote"),
]
