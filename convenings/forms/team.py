from django import forms
from django.utils.translation import gettext_lazy as _

from lmi_portal.accounts.forms import refuse_links


class CoLeadForm(forms.Form):
    co_lead_name = forms.CharField(label=_("Co-lead’s name"), required=False, max_length=200, validators=[refuse_links])
    co_lead_email = forms.EmailField(label=_("Co-lead’s e-mail"), required=False, max_length=254)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("co_lead_name") and not cleaned.get("co_lead_email") and not self.errors:
            self.add_error("co_lead_email", _("Where may we write to the co-lead?"))
        return cleaned


class TeamForm(CoLeadForm):
    """What a registration says beside its seats; `submission` makes a second press of the button harmless."""

    team_name = forms.CharField(
        label=_("Team name"),
        required=False,
        max_length=80,
        validators=[refuse_links],
        help_text=_("Only if your district sends more than one team: “Elementary schools”."),
    )
    submission = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": _("This page is incomplete: reload it and send it again.")}
        | {"invalid": _("This page is incomplete: reload it and send it again.")},
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    roster = forms.CharField(
        label=_("Paste from a spreadsheet"),
        required=False,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        help_text=_("One person a line: name, e-mail, title, role. A heading line is welcome."),
    )
    field_order = ["team_name", "co_lead_name", "co_lead_email"]

    def clean_roster(self):
        """Lines that are no seats yet would be lost without a word."""
        if self.cleaned_data["roster"]:
            raise forms.ValidationError(
                _("These lines are not seats yet: press “Turn lines into seats”, or empty the box.")
            )
        return ""


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is the team not coming?"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("LMI staff and your district’s members can read this; it helps to plan the next convening."),
    )
    # What the page said would stay owed: the template writes it anew each time.
    agreed_fee = forms.DecimalField(required=False, max_digits=10, decimal_places=2)
