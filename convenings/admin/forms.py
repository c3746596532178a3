"""What staff type: a convening's facts, and what a deed still asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextInputWidget

from convenings.capacity import CannotChangeCapacity, refuse_too_few
from convenings.models import Convening
from lmi_portal.confirming import ReasonForm

Rule, State = Convening.FeeRule, Convening.State


class ConveningForm(forms.ModelForm):
    """Says in sentences what the database would refuse; the admin holds the convening's lock while it is saved."""

    def clean(self):
        cleaned = super().clean()
        opens_at, closes_at = cleaned.get("registration_opens_at"), cleaned.get("registration_closes_at")
        if opens_at and closes_at and opens_at >= closes_at:
            self.add_error("registration_closes_at", _("Registration closes before it opens."))
        if self.instance.state == State.OPEN and "registration_closes_at" in cleaned and not closes_at:
            self.add_error("registration_closes_at", _("It is open, so it needs a closing date."))
        if cleaned.get("fee_rule") == Rule.EARLY_BIRD:
            for name in ("early_fee", "early_until_at"):
                if name in cleaned and cleaned[name] is None:
                    self.add_error(name, _("An early-bird fee needs its price and the moment until which it holds."))
        if cleaned.get("fee_rule") == Rule.FIRST_FREE and cleaned.get("free_seats") == 0:
            self.add_error("free_seats", _("Say how many seats of a district are free."))
        if cleaned.get("late_charge") and cleaned.get("refund_rule") == Convening.RefundRule.NONE:
            self.add_error("late_charge", _("Without refunds there is no last date after which to charge it."))
        return cleaned

    def clean_capacity(self):
        capacity = self.cleaned_data["capacity"]
        if self.instance.pk:
            try:
                refuse_too_few(self.instance, capacity)
            except CannotChangeCapacity as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return capacity


class TeamReasonForm(ReasonForm):
    """Members learn that their seat is gone, and only the team’s contacts learn why."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Whoever looks after the team is told it in these words.")


class CloneForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160, widget=UnfoldAdminTextInputWidget)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("The last part of its web address."),
    )
    first_day = forms.DateField(
        label=_("First day"),
        widget=UnfoldAdminSingleDateWidget(attrs={"placeholder": "2027-02-19"}),
        help_text=_("Year, month and day; the other days, hours and the registration window move along."),
    )
