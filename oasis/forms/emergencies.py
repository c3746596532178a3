"""Who is meant in an emergency, typed in full, and why the record is needed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .records import PLAIN, day_field, text_field


class ExactStudentForm(forms.Form):
    """The whole student number, or the whole name and the date of birth: nobody browses here."""

    number = forms.CharField(
        label=_("Student number"), required=False, max_length=20, widget=forms.TextInput(attrs=PLAIN)
    )
    given_name = forms.CharField(
        label=_("Given name"), required=False, max_length=80, widget=forms.TextInput(attrs=PLAIN)
    )
    family_name = forms.CharField(
        label=_("Family name"), required=False, max_length=80, widget=forms.TextInput(attrs=PLAIN)
    )
    born_on = day_field(_("Date of birth"), required=False)

    def clean(self):
        typed = super().clean()
        if not typed.get("number") and not all(typed.get(name) for name in ["given_name", "family_name", "born_on"]):
            raise forms.ValidationError(_("Type the student number, or the whole name and the date of birth."))
        return typed


class EmergencyForm(forms.Form):
    reason = text_field(
        _("What threatens whom, and why you need this record now"),
        min_length=20,
        help_text=_("The records official reads it."),
    )
