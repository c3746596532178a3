from django import forms
from django.utils.translation import gettext_lazy as _


class FollowForm(forms.Form):
    """The address that wants to be told when registration opens."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Say where to write to."), "invalid": _("This is not an e-mail address.")},
    )
