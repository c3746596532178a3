from urllib.parse import urlencode

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import action

from billing.addressing import change_details
from billing.forms import DetailsForm
from billing.linking import revoke_account_link
from billing.models import Account, AccountLink
from billing.refusing import CannotBill
from billing.wording import dollars
from lmi_portal.confirming import Prospect, confirmation_page, do_each, form_to_confirm
from lmi_portal.looking import ReadOnlyAdmin, row_of

from .filters import BalanceFilter
from .purchase_order_pages import ask_for_order
from .receiving import ask_for_payment

PAPERS = {
    "invoice": _("Invoices"),
    "creditnote": _("Credit notes"),
    "payment": _("Payments"),
    "quote": _("Quotes"),
    "purchaseorder": _("Purchase orders"),
    "entry": _("Ledger"),
    "accountlink": _("Links for accounts payable"),
}


@admin.register(Account)
class AccountAdmin(ModelAdmin):
    """Who is billed and who pays; the balance is the ledger's, and an account opens by itself."""

    list_display = ["bill_to_name", "district", "balance_shown", "ap_name", "ap_email", "language"]
    list_filter = [BalanceFilter, "language"]
    list_select_related = ["district"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["bill_to_name", "district__name", "district__cd_code", "ap_name", "ap_email"]
    search_help_text = _("Name, CD code, accounts-payable contact")
    view_on_site = False
    actions_detail = ["record_payment", "add_order", "statement"]
    readonly_fields = ["district", "balance_shown", "papers", "opened_at"]
    fieldsets = [
        (None, {"fields": ["district", "balance_shown", "papers", "opened_at"]}),
        (
            _("Bill to"),
            {
                "fields": ["bill_to_name", "attention", "street", ("city", "state", "zip_code"), "language"],
                "description": _("Papers that were issued stay as they are; the next ones say what stands here."),
            },
        ),
        (_("Accounts payable"), {"fields": ["ap_name", ("ap_email", "ap_phone")]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_balance()

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_record_payment_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_payment")

    @action(description=_("Record a payment"), permissions=["record_payment"], url_path="payment")
    def record_payment(self, request, object_id):
        return ask_for_payment(self, request, row_of(Account.objects.with_balance(), object_id))

    def has_add_order_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_purchaseorder")

    @action(description=_("Add a purchase order"), permissions=["add_order"], url_path="purchase-order")
    def add_order(self, request, object_id):
        return ask_for_order(self, request, row_of(Account.objects.select_related("district"), object_id))

    @action(description=_("Statement (PDF)"), permissions=["view"], url_path="statement")
    def statement(self, request, object_id):
        account = row_of(Account.objects.select_related("district"), object_id)
        return redirect("billing:statement", account.district.cd_code)

    def get_form(self, request, obj=None, **kwargs):
        """The district's own form, for those who may change it; whoever only looks has no field of it."""
        if self.has_change_permission(request, obj):
            kwargs["form"] = DetailsForm
        return super().get_form(request, obj, **kwargs)

    def save_model(self, request, obj, form, change):
        """As the district's own page does it, with its entry in the audit trail."""
        change_details(account=obj, details=form.cleaned_data, changed_by=request.user, now=timezone.now())

    @admin.display(description=_("balance"), ordering="balance")
    def balance_shown(self, account):
        return dollars(account.balance)

    @admin.display(description=_("papers"))
    def papers(self, account):
        where = urlencode({"account__id__exact": account.pk})
        links = [(f"{reverse(f'admin:billing_{model}_changelist')}?{where}", label) for model, label in PAPERS.items()]
        return format_html("{}", format_html_join(" · ", '<a class="underline" href="{}">{}</a>', links))


@admin.register(AccountLink)
class AccountLinkAdmin(ReadOnlyAdmin):
    """The links that open one account without signing in; the link itself is nowhere to be read."""

    list_display = ["email", "account", "made_at", "made_by", "expires_at", "revoked_at"]
    list_select_related = ["account", "made_by"]
    search_fields = ["email", "account__bill_to_name", "account__district__name", "account__district__cd_code"]
    search_help_text = _("E-mail address, district’s name or CD code")
    list_filter = [("account", AutocompleteSelectFilter)]
    list_filter_submit = True
    actions = ["revoke"]
    fields = ["email", "account", "made_at", "made_by", "expires_at", "revoked_at"]

    def has_revoke_permission(self, request, obj=None):
        return request.user.has_perm("billing.change_accountlink")

    @action(description=_("Take the link back"), permissions=["revoke"])
    def revoke(self, request, queryset):
        form, back = form_to_confirm(request), reverse("admin:billing_accountlink_changelist")
        if not form.is_valid():
            told = [gettext("It opens nothing from now on.")]
            prospects = [Prospect(link, told, _refusal(link)) for link in queryset.select_related("account")]
            title = gettext("Take the link back")
            return confirmation_page(self, request, title=title, prospects=prospects, form=form, back=back)
        do_each(
            request,
            queryset.select_related("account"),
            lambda link: revoke_account_link(link=link, revoked_by=request.user, now=timezone.now()),
            refusals=CannotBill,
            done=gettext("taken back"),
        )
        return redirect(back)


def _refusal(link):
    return gettext("It was taken back already.") if link.revoked_at else ""
