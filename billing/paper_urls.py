from django.urls import path

from . import views

app_name = "papers"

urlpatterns = [
    path("invoices/<slug:number>.pdf", views.invoice_pdf, name="invoice"),
    path("credit-notes/<slug:number>.pdf", views.credit_note_pdf, name="credit_note"),
    path("receipts/<slug:number>.pdf", views.receipt_pdf, name="receipt"),
    path("quotes/<slug:number>.pdf", views.quote_pdf, name="quote"),
]
