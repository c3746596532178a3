from django import forms

from lmi_portal.family_language import for_families
from wellbeing.models import Shift


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=for_families("Your work e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email"}),
        error_messages={
            "required": for_families("Please write your work e-mail."),
            "invalid": for_families("Please write an e-mail address, such as name@school.org."),
        },
    )


class GroupForm(forms.Form):
    unit = forms.ModelChoiceField(
        label=for_families("Your union"),
        queryset=None,
        required=False,
        empty_label=for_families("None of these"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    shift = forms.ChoiceField(
        label=for_families("Your shift"),
        choices=[("", for_families("Choose your shift")), *Shift.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": for_families("Please choose your shift.")},
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
