"""A district's account: what it owes, its papers, its purchase orders."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.cards import are_on, came_back_from, let_forms_lead_to_stripe
from billing.models import Account, Invoice, Payee, PurchaseOrder
from billing.permissions import accounts_seen_by
from billing.purchasing import worries_of
from billing.statement import first_day_of_fiscal_year

ROWS_A_PAGE = 25
ORDERS_SHOWN = 6
TEAMS_SHOWN = 10


def home(request):
    """The accounts that one may see; whoever has one alone is led to it."""
    accounts = accounts_seen_by(request).with_balance().order_by("bill_to_name", "pk")
    page = Paginator(accounts, ROWS_A_PAGE).get_page(request.GET.get("page"))
    if page.paginator.count == 1:
        return redirect(page[0])
    return render(request, "billing/home.html", {"page": page})


def account(request, way):
    """?show=invoices opens another drawer than that of what is unpaid."""
    today = timezone.localdate()
    drawer = request.GET.get("show") if request.GET.get("show") in DRAWERS else "unpaid"
    rows = DRAWERS[drawer][1](way.account)
    orders = list(way.account.purchase_orders.filter(withdrawn_at=None).with_used()[: ORDERS_SHOWN + 1])
    waiting = way.account.bills.awaiting_purchase_order().order_by("opened_at", "pk")[: TEAMS_SHOWN + 1]
    context = {
        "way": way,
        "account": _with_sums(way.account, on=today),
        "today": today,
        "drawer": drawer,
        "drawers": [(name, label) for name, (label, _rows) in DRAWERS.items()],
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "orders": [(order, worries_of(order, on=today)) for order in orders[:ORDERS_SHOWN]],
        "has_more_orders": len(orders) > ORDERS_SHOWN,
        "waiting": waiting,
        "payee": Payee.current(),
        "takes_cards": way.may_change and are_on(),
        "checkout": came_back_from(way.account, request.GET.get("checkout", "")),
        "year_begins_on": first_day_of_fiscal_year(today),
    }
    return let_forms_lead_to_stripe(render(request, "billing/account.html", context))


def _with_sums(account, *, on):
    return Account.objects.with_balance().with_overdue(on=on).select_related("district").get(pk=account.pk)


def _unpaid(account):
    return Invoice.objects.unpaid().filter(account=account).select_related(*WITH_INVOICE).order_by("due_on", "pk")


def _invoices(account):
    return account.invoices.with_open_amount().select_related(*WITH_INVOICE)


def _payments(account):
    return account.payments.with_unapplied().select_related("bounce")


def _quotes(account):
    return account.quotes.all()


def _orders(account):
    return PurchaseOrder.objects.filter(account=account).with_used()


WITH_INVOICE = ["bill", "purchase_order", "credit_note__replaced_by", "replaces__invoice"]
DRAWERS = {
    "unpaid": (_("Unpaid"), _unpaid),
    "invoices": (_("All invoices"), _invoices),
    "payments": (_("Payments"), _payments),
    "purchase-orders": (_("Purchase orders"), _orders),
    "quotes": (_("Quotes"), _quotes),
}
