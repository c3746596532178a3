"""What the records official types: requests, holds and findings; and what the logs are narrowed by."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lmi_portal.accounts.models import User
from oasis.access import ACCESS
from oasis.access_log import Action
from oasis.correcting import State
from oasis.models import Assignment
from oasis.sensitive_words import refuse_sensitive_words

PLAIN = {"autocomplete": "off", "spellcheck": "false"}
LONGEST_NUMBER = 12


def text_field(label, *, rows=3, most=2_000, **kwargs):
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, widget=widget, validators=[refuse_sensitive_words], **kwargs)


def line_field(label, *, most=250, **kwargs):
    widget = forms.TextInput(attrs=PLAIN)
    return forms.CharField(label=label, max_length=most, widget=widget, validators=[refuse_sensitive_words], **kwargs)


def day_field(label, **kwargs):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


class LogFilterForm(forms.Form):
    """No name is typed here: what stands in an address must tell nobody anything."""

    student = forms.IntegerField(label=_("Student’s row number"), required=False, min_value=1, max_value=2**53)
    person = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), required=False, empty_label=_("Anyone")
    )
    action = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("Anything")), *Action.choices])
    page = forms.ChoiceField(label=_("Page"), required=False)
    since = day_field(_("From"), required=False)
    until = day_field(_("Until"), required=False)

    def __init__(self, *args, reach, **kwargs):
        super().__init__(*args, **kwargs)
        people = Assignment.objects.filter(district__in=reach.district_ids).order_by().values("user")
        self.fields["person"].queryset = User.objects.filter(pk__in=people).order_by("email")
        self.fields["person"].label_from_instance = lambda user: user.email
        pages = sorted(ACCESS)
        self.fields["page"].choices = [("", _("Any")), *((name, name.removeprefix("oasis:")) for name in pages)]

    def filters(self):
        """What was asked for and is valid; what is not leaves everything."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DisclosureFilterForm(forms.Form):
    student = LogFilterForm.base_fields["student"]
    since = day_field(_("From"), required=False)
    until = day_field(_("Until"), required=False)

    filters = LogFilterForm.filters


class CorrectionForm(forms.Form):
    asked_by = line_field(_("Who asks"), most=120, help_text=_("The parent, guardian, or the student of 18 or older."))
    what = text_field(_("What is to be corrected, and why"))
    received_on = day_field(_("Received on"))

    def clean_received_on(self):
        return _not_to_come(self.cleaned_data["received_on"])


class CorrectionAnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Decision"),
        choices=[(State.CORRECTED, _("The record was corrected")), (State.REFUSED, _("It stays as it is"))],
        widget=forms.RadioSelect,
    )
    answer = text_field(_("What was changed, or why nothing was"), rows=5)


class LegalRequestForm(forms.Form):
    issuer = line_field(_("Issued by"), help_text=_("The court, agency or attorney."))
    case_number = line_field(_("Case number"), most=60, required=False)
    what = text_field(_("What is asked for"))
    received_on = day_field(_("Received on"))
    respond_by_on = day_field(_("Answer due on"))

    def clean_received_on(self):
        return _not_to_come(self.cleaned_data["received_on"])


class ToldForm(forms.Form):
    told_on = day_field(_("The family was told on"))
    answer_from_on = day_field(
        _("Nothing is sent before"), help_text=_("Leave the family time to go to the court; counsel says how much.")
    )


class ForbiddenForm(forms.Form):
    forbidden_by = text_field(_("Who forbids to tell the family, and where that is written"), rows=2)


class HandOverForm(forms.Form):
    RECORDS = [
        ("name", _("Name and student number")),
        ("contact", _("How to reach the family")),
        ("school", _("School and grade")),
        ("birth_date", _("Date of birth")),
        ("referrals", _("Referrals and their moves")),
        ("consents", _("Consents")),
        ("notes", _("Case notes")),
        ("attendance", _("Attendance")),
        ("log", _("Logs of access and disclosure")),
    ]

    records = forms.MultipleChoiceField(
        label=_("What was handed over"), choices=RECORDS, widget=forms.CheckboxSelectMultiple
    )
    note = text_field(_("How, to whom, and on whose advice"), required=False)


class ObjectForm(forms.Form):
    note = text_field(_("Why nothing is handed over"))


class HoldForm(forms.Form):
    reason = line_field(_("Why"), help_text=_("No name: the number of a case, or “audit of 2026–27”."))


class FindingForm(forms.Form):
    finding = text_field(_("What you found, and what follows"), rows=4)


def _not_to_come(day):
    if day > timezone.localdate():
        raise forms.ValidationError(_("That day is still to come."))
    return day
