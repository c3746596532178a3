"""The pages on which staff bring in a purchase order for a district."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import INPUT_CLASSES

from billing.accounting import account_of
from billing.forms import PurchaseOrderForm
from billing.purchasing import add_purchase_order
from billing.refusing import CannotBill

from .bank_forms import DistrictField
from .forms import text_field


class DistrictForm(forms.Form):
    district = DistrictField(label=gettext_lazy("District"))


class StaffOrderForm(PurchaseOrderForm):
    """As the district's own form; a team takes the order on its own page."""

    note = text_field(gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, data=None, files=None, *, account):
        super().__init__(data, files, account=account)
        del self.fields["team"]
        self.order_fields(["number", "amount", "valid_until_on", "file", "note", "ticket", "agreed"])
        self.fields["file"].help_text = _("PDF, PNG or JPEG, up to 10 MB.")
        for name in ("number", "amount", "valid_until_on"):
            self.fields[name].widget.attrs["class"] = " ".join(INPUT_CLASSES)


def ask_for_district(model_admin, request):
    form = DistrictForm(request.POST or None)
    if form.is_valid():
        account = account_of(form.cleaned_data["district"], now=timezone.now())
        return redirect("admin:billing_account_add_order", account.pk)
    title, back = _("Whose purchase order is it?"), reverse("admin:billing_purchaseorder_changelist")
    return _page(model_admin, request, form, title=title, button=_("Go on"), back=back)


def ask_for_order(model_admin, request, account):
    form = StaffOrderForm(request.POST or None, request.FILES or None, account=account)
    if form.is_valid() and (order := _add(form, account, by=request.user)):
        messages.success(request, _("Purchase order %(number)s is here.") % {"number": order})
        return redirect("admin:billing_purchaseorder_change", order.pk)
    title = _("Add a purchase order of %(account)s") % {"account": account}
    back = reverse("admin:billing_account_change", args=[account.pk])
    return _page(model_admin, request, form, title=title, button=_("Add it"), back=back)


def _add(form, account, *, by):
    """The new order, or None where the form now says why not."""
    typed, now = form.cleaned_data, timezone.now()
    if form.asks_whether_over(on=timezone.localdate(now)):
        return None
    words = {name: typed[name] for name in ("number", "amount", "valid_until_on", "note")}
    try:
        return add_purchase_order(account=account, file=form.kept, added_by=by, now=now, **words)
    except CannotBill as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


def _page(model_admin, request, form, **page):
    context = model_admin.admin_site.each_context(request) | {"opts": model_admin.opts, "form": form} | page
    context["refused"] = _("Look at what is marked below.")
    return TemplateResponse(request, "admin/billing/upload.html", context)
