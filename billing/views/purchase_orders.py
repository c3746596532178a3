"""Purchase orders: brought in, looked at, chosen for a team, withdrawn."""

from functools import partial

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.accounting import lock_account
from billing.forms import ChoosePurchaseOrderForm, PurchaseOrderForm
from billing.models import PurchaseOrder
from billing.purchasing import add_purchase_order, choose_purchase_order, withdraw_purchase_order, worries_of
from billing.refusing import CannotBill
from lmi_portal.ratelimiting import take

from .ways import may_issue_again, signed_in_to_change

INVOICES_SHOWN = 50
# An hour, of one account: each may leave ten megabytes behind for two days.
MOST_FILES = 60


def add(request, way):
    """?team=CODE chooses the order for that team's bill at once."""
    form = PurchaseOrderForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        account=way.account,
        team=request.GET.get("team", "").upper(),
    )
    if request.method == "POST" and not take(key=f"purchase order:{way.account.pk}", limit=MOST_FILES, per=3600):
        return render(request, "429.html", status=429)
    if request.method == "POST" and form.is_valid():
        order = _add(form, way)
        if order is not None:
            messages.success(request, _("Purchase order %(number)s is here. Thank you.") % {"number": order})
            return redirect(way.to("account"))
    return render(request, "billing/purchase_order_add.html", {"way": way, "account": way.account, "form": form})


def _add(form, way):
    """The new order, chosen for the team where one was named; or None where the form now says why not."""
    words, bill, now = form.cleaned_data, form.bill(), timezone.now()
    if not bill and form.asks_whether_over(on=timezone.localdate(now)):
        return None
    try:
        with transaction.atomic():
            order = add_purchase_order(
                account=way.account,
                number=words["number"],
                amount=words["amount"],
                valid_until_on=words["valid_until_on"],
                file=form.kept,
                added_by=way.user,
                now=now,
                **way.signature(),
            )
            if bill:
                _choose(way, bill, order, form, now=now)
            return order
    except CannotBill as refusal:
        _say(form, refusal)
        return None


@transaction.atomic
def _choose(way, bill, order, form, *, now):
    """Raises CannotBill, unless what falls short is what was read beside the box that is ticked."""
    # Else it could fall short otherwise between the two questions.
    lock_account(bill.account)
    choose = partial(
        choose_purchase_order, bill=bill, purchase_order=order, chosen_by=way.user, now=now, **way.signature()
    )
    try:
        choose()
    except CannotBill as refusal:
        if not form.agrees_to(str(refusal)):
            raise
        choose(agreed=True)


def _say(form, refusal):
    """What falls short is asked about, with a box to tick; what cannot be at all stands at its field."""
    if refusal.field == "purchase_order":
        form.warn(str(refusal))
    else:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def purchase_order(request, way, pk):
    order = _order(way, pk)
    invoices = order.invoices.standing().with_open_amount().select_related("bill")
    context = {
        "way": way,
        "account": way.account,
        "order": order,
        "worries": worries_of(order, on=timezone.localdate()),
        "invoices": invoices[:INVOICES_SHOWN],
    }
    return render(request, "billing/purchase_order.html", context)


def file(request, way, pk):
    """The file as it came, to keep and never to run: no browser shows it on this portal's pages."""
    order = _order(way, pk)
    if not order.file or not default_storage.exists(order.file.name):
        raise Http404
    response = FileResponse(
        order.file.open(), as_attachment=True, filename=order.file_name, content_type=order.file_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in_to_change
def choose(request, way, code):
    """Choose one of the orders at hand for a team's bill."""
    bill = get_object_or_404(way.account.bills.select_related("account__district"), code=code.upper())
    now = timezone.now()
    form = ChoosePurchaseOrderForm(
        request.POST if request.method == "POST" else None, bill=bill, on=timezone.localdate(now)
    )
    if request.method == "POST" and not may_issue_again(request.user):
        return render(request, "429.html", status=429)
    if request.method == "POST" and form.is_valid():
        order = form.cleaned_data["purchase_order"]
        try:
            _choose(way, bill, order, form, now=now)
        except CannotBill as refusal:
            _say(form, refusal)
        else:
            messages.success(request, _("%(team)s is billed on %(order)s.") % {"team": bill, "order": order})
            return redirect(way.account)
    context = {"way": way, "account": way.account, "bill": bill, "form": form}
    return render(request, "billing/purchase_order_choose.html", context)


@signed_in_to_change
def withdraw(request, way, pk):
    order = _order(way, pk)
    if order.withdrawn_at:
        return redirect(order)
    if request.method == "POST":
        withdraw_purchase_order(purchase_order=order, withdrawn_by=request.user, now=timezone.now())
        messages.success(request, _("Purchase order %(number)s is withdrawn.") % {"number": order})
        return redirect(way.account)
    invoices = order.invoices.standing().select_related("bill")[:INVOICES_SHOWN]
    context = {"way": way, "account": way.account, "order": order, "invoices": invoices}
    return render(request, "billing/purchase_order_withdraw.html", context)


def _order(way, pk):
    orders = PurchaseOrder.objects.filter(account=way.account).with_used().select_related("account__district")
    return get_object_or_404(orders, pk=pk)
