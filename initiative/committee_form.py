from django import forms
from django.utils.translation import gettext_lazy as _


class CommitteeDayForm(forms.Form):
    """The day of which one asks who sat on the committee; empty means today."""

    on = forms.DateField(
        label=_("Who sat on the committee on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is not a day. Write it as 2019-01-31; below is who sits today.")},
    )

    def full_clean(self):
        super().full_clean()
        if self.errors:
            # A browser's date field would not show what was typed, as that is no date.
            self.fields["on"].widget.input_type = "text"
            self.fields["on"].widget.attrs["class"] += " is-invalid"
