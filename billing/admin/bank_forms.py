"""What staff type when they bring in a bank file and decide on its lines."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from billing.models import Payment
from districts.models import District

from .forms import METHODS, reason_field, text_field

MOST_NAMED = 5


class DistrictField(forms.CharField):
    """A district by its CD code or by a part of its name that no other has."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self, **options):
        super().__init__(help_text=gettext_lazy("CD code, or a part of its name"), max_length=160, **options)

    def clean(self, value):
        said = super().clean(value)
        if not said:
            return None
        found = list(District.objects.filter(Q(cd_code=said) | Q(name__icontains=said))[: MOST_NAMED + 1])
        exact = [district for district in found if said.lower() in {district.name.lower(), district.cd_code}]
        found = exact or found
        if not found:
            raise forms.ValidationError(_("No district has this code or name."))
        if len(found) > 1:
            names = ", ".join(f"{district} ({district.cd_code})" for district in found[:MOST_NAMED])
            raise forms.ValidationError(_("Several districts are called so: %(names)s.") % {"names": names})
        return found[0]


class BankFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,text/csv"}),
        help_text=gettext_lazy(
            "CSV as the bank exports it, 5 MB at most, with the columns Date, Description and Amount (or Credit and"
            " Debit), in any order. The same file twice adds nothing."
        ),
    )


class SetAsideForm(forms.Form):
    reason = reason_field(gettext_lazy("Such as “interest” or “a grant, not a district”."))


class AcceptForm(forms.Form):
    """What staff decide on one bank line: which of its proposals, another district, or a payment that is here."""

    method = forms.ChoiceField(
        label=gettext_lazy("How"), choices=METHODS, required=False, widget=UnfoldAdminSelectWidget
    )
    reference = text_field(gettext_lazy("Check number or reference"), max_length=80, required=False)
    proposal = forms.CharField(required=False)
    payment = forms.ModelChoiceField(Payment.objects.none(), required=False)
    step = forms.ChoiceField(choices=[(step, step) for step in ("accept", "change", "other", "match")])

    district = DistrictField(label=gettext_lazy("Another district"), required=False)

    def __init__(self, *args, line, **kwargs):
        super().__init__(*args, **kwargs)
        self.line = line
        recorded = [payment.pk for payment in line.recorded_already]
        self.fields["payment"].queryset = Payment.objects.filter(pk__in=recorded)

    def clean(self):
        cleaned = super().clean()
        step = cleaned.get("step")
        if step in {"accept", "change"} and self.chosen() is None:
            self.add_error("proposal", _("Choose one of them. Where you had: meanwhile it is no longer possible."))
        if step == "accept" and "method" in cleaned and not cleaned["method"]:
            self.add_error("method", _("Say how it came."))
        if step == "other" and "district" in cleaned and not cleaned["district"]:
            self.add_error("district", _("Say which district."))
        if step == "match" and not cleaned.get("payment"):
            self.add_error("payment", _("Meanwhile this payment was matched."))
        return cleaned

    def chosen(self):
        """The proposal that was chosen, as it is now: its key says every amount."""
        key = self.cleaned_data.get("proposal")
        return next((proposal for proposal in self.line.proposals if proposal.key == key), None)
