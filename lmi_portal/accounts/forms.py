import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import urlize
from django.utils.translation import gettext_lazy as _

# Mails greet people by their name, and must carry no stranger's link to an address that he typed. Mail programs make a
# link of “evil.com” as well, and so does urlize.
# A null character has a refusal of its own.
NO_NAME = re.compile(r"://|www\.|[\x01-\x1f\x7f-\x9f\u2028\u2029]", re.IGNORECASE)


def refuse_links(name):
    if NO_NAME.search(name) or urlize(name) != name:
        raise ValidationError(_("Write a name alone, without a web address or line breaks."), code="no_name")


class NameField(forms.CharField):
    """What a person is called, in letters of any language."""

    default_validators = [refuse_links]

    def __init__(self):
        super().__init__(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))


class SignupForm(forms.Form):
    """What sign-up asks beside allauth's e-mail and password."""

    name = NameField()

    field_order = ["name", "email", "password1"]

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class NameForm(forms.Form):
    name = NameField()
