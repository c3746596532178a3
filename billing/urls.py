from django.urls import include, path

from .views import account, cards, details, links, papers, purchase_orders
from .views.ways import by_link, signed_in, signed_in_to_change

app_name = "billing"


def _pages(seen, changed, prefix=""):
    """The pages that both ways lead to."""
    return [
        path("", seen(account.account), name=f"{prefix}account"),
        path("statement.pdf", seen(papers.statement_pdf), name=f"{prefix}statement"),
        path("pay/", changed(cards.pay), name=f"{prefix}pay"),
        path("purchase-orders/add/", changed(purchase_orders.add), name=f"{prefix}purchase_order_add"),
        path("purchase-orders/<int:pk>/", seen(purchase_orders.purchase_order), name=f"{prefix}purchase_order"),
        path("purchase-orders/<int:pk>/file/", seen(purchase_orders.file), name=f"{prefix}purchase_order_file"),
    ]


OF_THE_DISTRICT = [
    path("purchase-orders/for/<slug:code>/", purchase_orders.choose, name="purchase_order_choose"),
    path("purchase-orders/<int:pk>/withdraw/", purchase_orders.withdraw, name="purchase_order_withdraw"),
    path("details/", details.details, name="details"),
    path("details/issue-again/", details.issue_again, name="issue_again"),
    path("links/send/", links.send, name="link_send"),
    path("links/<int:pk>/revoke/", links.revoke, name="link_revoke"),
]
PAPERS = [
    path("invoices/<slug:number>.pdf", by_link(papers.shared_invoice_pdf), name="shared_invoice"),
    path("credit-notes/<slug:number>.pdf", by_link(papers.shared_credit_note_pdf), name="shared_credit_note"),
    path("receipts/<slug:number>.pdf", by_link(papers.shared_receipt_pdf), name="shared_receipt"),
    path("quotes/<slug:number>.pdf", by_link(papers.shared_quote_pdf), name="shared_quote"),
]
urlpatterns = [
    path("", account.home, name="home"),
    path("shared/<str:token>/", include([*_pages(by_link, by_link, "shared_"), *PAPERS])),
    path("<slug:cd_code>/", include([*_pages(signed_in, signed_in_to_change), *OF_THE_DISTRICT])),
]
