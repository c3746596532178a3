from datetime import timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lmi_portal.family_language import for_families
from wellbeing.activities.challenging import LATEST, MOST_A_DAY, MOST_TEAMS, TOO_MUCH
from wellbeing.health_warning import WarnsOfHealth
from wellbeing.meanwhile import TellsWhatChanged
from wellbeing.models import Challenge

DAY = {"type": "date"}
CHOSEN, TYPED = {"class": "form-select"}, {"class": "form-control", "inputmode": "numeric"}


class ChallengeForm(TellsWhatChanged, WarnsOfHealth, forms.ModelForm):
    teams = forms.CharField(
        label=_("Teams"),
        max_length=61 * MOST_TEAMS,
        help_text=_("One name a line: work sites, say. People choose a team; we never keep who is in it."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    class Meta:
        model = Challenge
        fields = ["title", "title_es", "counted", "goal", "starts_on", "ends_on"]
        widgets = {
            "starts_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        }
        help_texts = {
            "title_es": _("Left empty, Spanish readers see the English title."),
            "counted": _("Nothing that tells of a body or an illness can be counted."),
            "goal": _("What all teams want to reach together. Teams do not race against each other."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["counted"].choices = [("", _("Choose what is counted")), *Challenge.Counted.choices]

    def clean_teams(self):
        names = [" ".join(line.split()) for line in self.cleaned_data["teams"].splitlines()]
        names = list(dict.fromkeys(name for name in names if name))
        if any(len(name) > 60 for name in names):
            raise forms.ValidationError(_("A team’s name has 60 letters at most."))
        return names

    def clean(self):
        told = super().clean()
        if {"starts_on", "ends_on"} <= set(told) and told["ends_on"] < told["starts_on"]:
            self.add_error("ends_on", _("It ends on the day it starts, or later."))
        return told

    def values(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class EntryForm(forms.Form):
    """What somebody adds; `number` names the form itself, signed, so that sent twice it counts once."""

    team = forms.ModelChoiceField(
        label=for_families("Your team"),
        queryset=None,
        empty_label=for_families("Choose your team"),
        widget=forms.Select(attrs=CHOSEN),
    )
    amount = forms.IntegerField(min_value=1, widget=forms.NumberInput(attrs=TYPED))
    done_on = forms.TypedChoiceField(label=for_families("Day"), widget=forms.Select(attrs=CHOSEN))
    number = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, challenge, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = challenge.teams.order_by("name")
        self.fields["amount"].label = challenge.get_counted_display()
        self.most = MOST_A_DAY[challenge.counted]
        last = min(today, challenge.ends_on)
        first = max(challenge.starts_on, today - LATEST)
        days = [last - timedelta(days=number) for number in range((last - first).days + 1)]
        self.fields["done_on"].choices = [(day.isoformat(), date_format(day, "DATE_FORMAT")) for day in days]
        self.fields["done_on"].coerce = type(today).fromisoformat
        if days:
            self.fields["done_on"].initial = days[0].isoformat()

    def clean_amount(self):
        if self.cleaned_data["amount"] > self.most:
            raise forms.ValidationError(TOO_MUCH % {"most": self.most})
        return self.cleaned_data["amount"]
