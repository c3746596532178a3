"""What a provider types into the page that its link opens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Correction, Service


class CorrectionForm(forms.ModelForm):
    url = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    remark = forms.CharField(
        label=_("Hours, phones, places or anything else"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In your own words: “Closed on Fridays since October.” Never write about a student here."),
    )

    class Meta:
        model = Service
        fields = Correction.CORRECTABLE
        widgets = {
            name: forms.Textarea(attrs={"rows": 3, "maxlength": 2000})
            for name in ["description", "eligibility", "fees_description", "application_process", "interpretation"]
        }

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("minimum_age"), cleaned.get("maximum_age")
        if low is not None and high is not None and high < low:
            self.add_error("maximum_age", _("It is below the age from which you take people."))
        return cleaned

    def proposed(self):
        """{field: text} of all that was typed."""
        typed = {name: self.cleaned_data[name] for name in Correction.CORRECTABLE}
        told = {name: "" if value is None else str(value) for name, value in typed.items()}
        return told | ({Correction.REMARK: self.cleaned_data["remark"]} if self.cleaned_data["remark"] else {})
