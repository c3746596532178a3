from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import Bill

NOT_THEIRS = _("This purchase order is not one of your district’s: choose another, or “to follow”.")


class PayingForm(forms.Form):
    """How the district pays, and what the person read and agreed to.

    `ways` are Bill.PaysBy values, none where the convening is free; `orders` are (id, label) of the purchase orders
    that may be chosen, None where this person sees none.
    """

    pays_by = forms.ChoiceField(
        label=_("The district pays by"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("This convening cannot be paid for in that way.")},
    )
    purchase_order = forms.ChoiceField(
        label=_("Purchase order"),
        required=False,
        help_text=_("If it is not there yet, leave “To follow” and bring it later."),
        error_messages={"invalid_choice": NOT_THEIRS},
    )
    # What was chosen when the page was opened: who leaves it takes nothing back that others chose meanwhile.
    paid_before = forms.CharField(required=False, max_length=40)
    agreed_to = forms.CharField(label=_("Purchase order"), required=False, strip=False, max_length=2000)
    agreed_fee = forms.DecimalField(label=_("What stays owed"), required=False, max_digits=10, decimal_places=2)

    def __init__(self, *args, ways, orders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pays_by"].choices = [(way, Bill.PaysBy(way).label) for way in ways]
        if not ways:
            del self.fields["pays_by"]
        if orders is None or Bill.PaysBy.PURCHASE_ORDER not in ways:
            del self.fields["purchase_order"]
        else:
            self.fields["purchase_order"].choices = [("", _("To follow")), *orders]
