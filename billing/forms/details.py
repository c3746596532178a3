from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import Account
from lmi_portal.accounts.forms import refuse_links

# These are printed in letters.
NAMES = ["bill_to_name", "attention", "street", "city", "ap_name"]


class DetailsForm(forms.ModelForm):
    """Who is billed, who pays, and the language of papers."""

    class Meta:
        model = Account
        fields = [
            "bill_to_name",
            "attention",
            "street",
            "city",
            "state",
            "zip_code",
            "ap_name",
            "ap_email",
            "ap_phone",
            "language",
        ]
        labels = {
            "ap_name": _("Name"),
            "ap_email": _("E-mail"),
            "ap_phone": _("Telephone"),
        }
        help_texts = {
            "attention": _("The office or person whose desk it goes to."),
            "language": _("Of invoices and all other papers; pages and letters are in English so far."),
            "ap_email": _("New invoices are mailed here too, with a link that needs no account."),
        }
        error_messages = {"bill_to_name": {"required": _("Say who is billed: it is the first line of each invoice.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NAMES:
            self.fields[name].validators.append(refuse_links)

    def clean_state(self):
        return self.cleaned_data["state"].upper()

    def clean_ap_email(self):
        return self.cleaned_data["ap_email"].lower()
