"""What staff type about an activity and who came, and what a family types at the door."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from lmi_portal.family_language import for_families
from oasis.models import FamilyActivity
from oasis.sensitive_words import refuse_sensitive_words

MOMENT = {"type": "datetime-local"}


class ActivityForm(forms.ModelForm):
    """`sites` and `leaders` are those within reach."""

    class Meta:
        model = FamilyActivity
        fields = ["site", "kind", "title", "starts_at", "ends_at", "led_by"]
        widgets = {
            "starts_at": forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"),
            "ends_at": forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"),
        }
        help_texts = {
            "title": _("Everybody at the door reads it: never the name of a family or a student."),
            "starts_at": _("Pacific time."),
            "led_by": _("Whose position the families and hours are counted for."),
        }

    def __init__(self, *args, sites, leaders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites
        self.fields["site"].empty_label = _("Choose a site")
        self.fields["kind"].choices = [("", _("Choose a kind")), *FamilyActivity.Kind.choices]
        self.fields["led_by"].queryset = leaders
        self.fields["led_by"].empty_label = _("Nobody in particular")
        self.fields["title"].validators.append(refuse_sensitive_words)

    def clean(self):
        cleaned = super().clean()
        starts_at, ends_at, leader = (cleaned.get(name) for name in ("starts_at", "ends_at", "led_by"))
        if starts_at and ends_at and not timedelta(0) <= ends_at - starts_at <= timedelta(days=1):
            self.add_error("ends_at", _("It ends after it starts, and within a day."))
        if leader and cleaned.get("site") and leader.site_id != cleaned["site"].pk:
            self.add_error("led_by", _("This person works at another site."))
        return cleaned


class FamilyForm(forms.Form):
    """Sent by POST, so that no name stands in an address or a server's log."""

    words = forms.CharField(
        label=_("Find the family by a student’s name or number"),
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "class": "form-control"}),
    )


class HoursForm(forms.Form):
    hours = forms.DecimalField(
        label=_("Hours, for volunteers"), required=False, min_value=0.25, max_value=24, max_digits=5, decimal_places=2
    )


class WelcomeForm(forms.Form):
    name = forms.CharField(
        label=for_families("Your name, or your student’s school number"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-control"}),
        error_messages={"required": for_families("Please write a name or a number.")},
    )
