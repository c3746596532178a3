"""What staff type when money moves."""

from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from billing.forms.dollars import DollarsField
from billing.models import Payment
from billing.models.account import NOTHING
from billing.wording import dollars

Method = Payment.Method
# Online a card pays by itself; staff record the rest.
METHODS = [(method.value, method.label) for method in Method if method != Method.CARD_ONLINE]
# A browser sends each as a field, and Django takes a thousand.
MOST_INVOICES = 200


def money_field(label, **options):
    widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return DollarsField(label=label, widget=widget, **options)


def day_field(label):
    widget = UnfoldAdminTextInputWidget(attrs={"type": "date"})
    return forms.DateField(label=label, initial=timezone.localdate, widget=widget)


def text_field(label, **options):
    return forms.CharField(label=label, widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}), **options)


def reason_field(help_text):
    return forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=help_text,
    )


class OnceForm(forms.Form):
    """Carries a number of its own, by which the same form sent twice is known."""

    submission = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)


class PaysForm(forms.Form):
    """How money is spread over `invoices`, with their open amounts, the first to be paid first.

    Where nobody types an amount, it is spread from the first on; then the form says so when it is sent again.
    """

    def __init__(self, *args, invoices, **kwargs):
        super().__init__(*args, **kwargs)
        self.invoices = list(invoices)[:MOST_INVOICES]
        self.is_cut = len(invoices) > MOST_INVOICES
        for invoice in self.invoices:
            field = money_field(invoice.number, required=False, min_value=NOTHING)
            field.widget.attrs["aria-label"] = _("Pays of %(invoice)s") % {"invoice": invoice}
            self.fields[_name_of(invoice)] = field

    def available(self):
        """Decimal dollars that there are to spread, or None where that could not be read."""
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        names = [_name_of(invoice) for invoice in self.invoices]
        if any(self._asks_for_money(name) for name in set(self.data) - set(self.fields)):
            self.add_error(
                None, _("Meanwhile an invoice that this should pay was paid or taken back: look at what is open now.")
            )
        if not self.errors and all(cleaned[name] is None for name in names):
            self._spread(self.available())
        for invoice, name in zip(self.invoices, names, strict=True):
            if (cleaned.get(name) or NOTHING) > invoice.open_amount:
                self.add_error(name, _("Only %(open)s of it is open.") % {"open": dollars(invoice.open_amount)})
        return cleaned

    def _asks_for_money(self, name):
        return name.startswith("pays_") and self.data[name].strip("0. ") != ""

    def _spread(self, left):
        # What is confirmed must be what was shown, whatever is paid meanwhile.
        self.data = self.data.copy()
        for invoice in self.invoices:
            part = min(invoice.open_amount, left)
            left -= part
            self.cleaned_data[_name_of(invoice)] = part
            self.data[_name_of(invoice)] = str(part)

    def pays(self):
        return [(invoice, self.cleaned_data[_name_of(invoice)] or NOTHING) for invoice in self.invoices]

    def plain_fields(self):
        return [field for field in self if not field.name.startswith("pays_")]

    def invoice_rows(self):
        return [(invoice, self[_name_of(invoice)]) for invoice in self.invoices]


class PaymentForm(OnceForm, PaysForm):
    method = forms.ChoiceField(label=gettext_lazy("How"), choices=METHODS, widget=UnfoldAdminSelectWidget)
    reference = text_field(
        gettext_lazy("Check number or reference"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("A check needs its number; an ACH transfer or card its reference, if you have it."),
    )
    amount = money_field(gettext_lazy("Amount ($)"))
    received_on = day_field(gettext_lazy("Received"))
    note = text_field(gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, *args, is_of_bank=False, **kwargs):
        """What the bank says of amount and day is not typed again: `is_of_bank` keeps both as they are."""
        super().__init__(*args, **kwargs)
        self.fields["amount"].disabled = self.fields["received_on"].disabled = is_of_bank

    def available(self):
        return self.cleaned_data["amount"]


class ApplyForm(PaysForm):
    """`unapplied` is what the person saw left of the payment."""

    unapplied = forms.DecimalField(widget=forms.HiddenInput)

    def available(self):
        return self.cleaned_data["unapplied"]


class RefundForm(OnceForm):
    amount = money_field(gettext_lazy("Amount ($)"))
    method = forms.ChoiceField(label=gettext_lazy("How it went back"), choices=METHODS, widget=UnfoldAdminSelectWidget)
    reference = text_field(gettext_lazy("Check number or reference"), max_length=80, required=False)
    refunded_on = day_field(gettext_lazy("Went back"))
    reason = reason_field(gettext_lazy("It is kept with the refund."))


class BounceForm(forms.Form):
    bounced_on = day_field(gettext_lazy("Bounced"))
    reason = reason_field(gettext_lazy("What the bank says, such as “insufficient funds”."))


class CreditReasonForm(forms.Form):
    reason = reason_field(gettext_lazy("It is printed on the credit note, which the district gets."))


def _name_of(invoice):
    return f"pays_{invoice.pk}"
