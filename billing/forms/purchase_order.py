from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from billing.models import PurchaseOrder
from billing.uploads import KINDS, CannotKeep, keep, kept_by_ticket, ticket_of
from billing.wording import dollars
from lmi_portal.accounts.forms import refuse_links

from .dollars import DollarsField

# A district with more bills than these adds the order from the bill that it is for.
MOST_TEAMS = 50


class AgreedForm(forms.Form):
    """Asks to agree once a deed has said what falls short, and not before; a tick is for the words beside it alone."""

    agreed = forms.BooleanField(label=_("I have read this; use it anyway"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.warning = ""
        if not self.data.get("agreed"):
            self.fields["agreed"].widget = forms.HiddenInput()

    def warn(self, sentences):
        """Show what falls short with the box to tick; the form waits for a second press."""
        self.warning = sentences
        self.data = self.data.copy()
        self.data.pop("agreed", None)
        self.fields["agreed"].widget = forms.CheckboxInput({"value": sentences})

    def agrees_to(self, sentences):
        """Whether the box was ticked beside these very words."""
        return self.data.get("agreed") == sentences


class PurchaseOrderForm(AgreedForm):
    number = forms.CharField(
        label=_("Purchase order number"),
        max_length=40,
        validators=[refuse_links],
        error_messages={"required": _("Write the number as it stands on the purchase order.")},
    )
    amount = DollarsField(
        label=_("Amount ($)"),
        min_value=Decimal("0.01"),
        widget=forms.TextInput({"inputmode": "decimal"}),
        help_text=_("What the whole order is good for, even where this team needs less."),
        error_messages={"required": _("Say how many dollars the order is good for.")},
    )
    valid_until_on = forms.DateField(
        label=_("Valid until"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The last day on which it may be billed; often June 30."),
        error_messages={"required": _("Say on which day the order ends.")},
    )
    team = forms.ChoiceField(
        label=_("For which team"), required=False, help_text=_("Its invoice is issued again with the order’s number.")
    )
    file = forms.FileField(
        label=_("The order itself"),
        required=False,
        widget=forms.FileInput({"accept": ",".join(KINDS)}),
        help_text=_("PDF, PNG or JPEG, up to 10 MB. Only your district, its accounts payable and LMI’s staff see it."),
    )
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["number", "amount", "valid_until_on", "team", "file", "ticket", "agreed"]

    def __init__(self, data=None, files=None, *, account, team=""):
        super().__init__(data.copy() if data else None, files, initial={"team": team})
        self.account = account
        self.kept = None
        self.fields["team"].choices = [("", _("No team yet: I choose later")), *self._teams(data, team)]

    def _teams(self, data, team):
        bills = self.account.bills
        # PostgreSQL takes no null character, not even to look for it.
        wanted = [code for code in (team, data and data.get("team")) if code and code.isprintable()]
        named = bills.filter(code__in=wanted, invoices__isnull=False).distinct()
        waiting = bills.awaiting_purchase_order().exclude(code__in=wanted)[:MOST_TEAMS]
        return [(bill.code, str(bill)) for bill in [*named, *waiting]]

    def clean_file(self):
        uploaded, ticket = self.cleaned_data["file"], self.data.get("ticket", "")
        try:
            self.kept = keep(uploaded) if uploaded else kept_by_ticket(ticket, self.account)
        except CannotKeep as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if self.kept:
            self.data["ticket"] = ticket_of(self.kept, self.account)
        return self.kept

    def clean_valid_until_on(self):
        day = self.cleaned_data["valid_until_on"]
        if day.year > timezone.localdate().year + 20:
            raise forms.ValidationError(_("This is more than twenty years from now."))
        return day

    def asks_whether_over(self, *, on):
        """Whether the order ended before the Pacific day `on` and nobody agreed to that yet; then the form asks."""
        sentence = str(_("This day is past: no team can be billed on the order any more."))
        if self.cleaned_data["valid_until_on"] >= on or self.agrees_to(sentence):
            return False
        self.warn(sentence)
        return True

    def bill(self):
        """The Bill of the team chosen, or None."""
        return self.account.bills.filter(code=self.cleaned_data["team"]).first() if self.cleaned_data["team"] else None


class ChoosePurchaseOrderForm(AgreedForm):
    purchase_order = forms.ModelChoiceField(
        label=_("Purchase order"),
        queryset=PurchaseOrder.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of them, or add another.")},
    )
    field_order = ["purchase_order", "agreed"]

    def __init__(self, data=None, *, bill, on):
        super().__init__(data, initial={"purchase_order": bill.purchase_order_id})
        orders = PurchaseOrder.objects.filter(account=bill.account_id).usable(on=on).with_used()
        field = self.fields["purchase_order"]
        field.queryset = orders
        field.label_from_instance = _label


def _label(order):
    words = {"number": order, "amount": dollars(order.amount), "day": date_format(order.valid_until_on, "F j, Y")}
    if order.left <= 0:
        return _("%(number)s: nothing of %(amount)s left, valid until %(day)s") % words
    return _("%(number)s: %(left)s of %(amount)s left, valid until %(day)s") % {**words, "left": dollars(order.left)}
