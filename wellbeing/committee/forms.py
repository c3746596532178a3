"""What is typed of seats, meetings, minutes and decisions."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils.translation import gettext_lazy as _

from districts.models import Side
from lmi_portal.accounts.forms import refuse_links
from wellbeing.health_warning import WarnsOfHealth
from wellbeing.models import AgendaItem, Decision, JobClass, Shift

from .bargaining import bargaining_topics_in
from .deciding import VOTES

TWO_SIDES = [(side.value, side.label) for side in (Side.LABOR, Side.MANAGEMENT)]
VOTES_AT_MOST = 99
PLACE_HELP = _("A room, or the link of an online meeting: published minutes then say “Online”, and no link.")
WAY_LABELS = [_("For"), _("Against"), _("Abstain")]


class SeatForm(forms.Form):
    """A member of one side; `seat` is the one that is corrected, where one is."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        validators=[refuse_links],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("They sign in with this address, and get the invitations there."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    unit = forms.ModelChoiceField(
        label=_("Bargaining unit"), queryset=None, empty_label=_("Choose the unit they sit for")
    )
    job_class = forms.ChoiceField(label=_("Job class"), choices=[("", _("Choose")), *JobClass.choices])
    shift = forms.ChoiceField(label=_("Shift"), choices=[("", _("Choose")), *Shift.choices])
    is_co_chair = forms.BooleanField(label=_("They are this side’s co-chair"), required=False)

    def __init__(self, *args, program, side, has_co_chair=False, seat=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = program.district.units.at_the_table()
        left_out = {"unit": side != Side.LABOR, "email": seat is not None, "is_co_chair": seat or has_co_chair}
        for name in [name for name, is_left_out in left_out.items() if is_left_out]:
            del self.fields[name]

    def told(self):
        return {"unit": None} | self.cleaned_data


class MeetingForm(WarnsOfHealth, forms.Form):
    not_free_text = ("place",)

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    starts = forms.TimeField(
        label=_("Begins"),
        help_text=_("Pacific time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label=_("Place"), max_length=200, help_text=PLACE_HELP)
    chair_side = forms.ChoiceField(
        label=_("Chaired by"),
        choices=TWO_SIDES,
        help_text=_("The sides take turns: suggested is the one that did not chair last time."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def told(self):
        """Day and hours as moments; raises nothing, as `clean` has tried them."""
        told = self.cleaned_data
        moments = {f"{name}_at": self._moment(told[name]) for name in ["starts", "ends"]}
        return moments | {"place": told["place"], "chair_side": told["chair_side"]}

    def clean(self):
        for name in ["starts", "ends"]:
            if {"on", name} <= set(self.cleaned_data):
                try:
                    self._moment(self.cleaned_data[name])
                except ValidationError as error:
                    self.add_error(name, error)
        return self.cleaned_data

    def _moment(self, clock):
        return from_current_timezone(datetime.combine(self.cleaned_data["on"], clock))


class AgendaItemForm(WarnsOfHealth, forms.ModelForm):
    """One topic; a title taken away takes the topic off."""

    class Meta:
        model = AgendaItem
        fields = ["title", "notes", "is_for_bargaining"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 2})}

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False

    def clean(self):
        told = super().clean()
        if told.get("notes") and not told.get("title") and not told.get("id"):
            self.add_error("title", _("Say in a few words what the topic is."))
        return told

    def topics(self):
        """At which topics of bargaining its words point."""
        return bargaining_topics_in(f"{self['title'].value() or ''} {self['notes'].value() or ''}")


class AgendaFormSet(forms.BaseFormSet):
    def told(self):
        return [row.cleaned_data for row in self.forms if row.cleaned_data.get("title")]


Agenda = forms.formset_factory(AgendaItemForm, formset=AgendaFormSet, extra=3, max_num=30, absolute_max=30)


class MinutesForm(WarnsOfHealth, forms.Form):
    minutes = forms.CharField(
        label=_("Minutes"),
        max_length=50_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("What was said and agreed, in plain words. All employees read them once both co-chairs approve."),
    )
    read = forms.CharField(widget=forms.HiddenInput)


class CorrectionForm(WarnsOfHealth, forms.Form):
    text = forms.CharField(
        label=_("Correction"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("Dated today.")
    )


def _votes():
    return forms.IntegerField(min_value=0, max_value=VOTES_AT_MOST, required=False)


class DecisionForm(WarnsOfHealth, forms.Form):
    """A decision; whose words point at bargaining must be confirmed not to be of it."""

    item = forms.ModelChoiceField(
        label=_("Topic of the agenda"), queryset=None, required=False, empty_label=_("Another topic")
    )
    text = forms.CharField(label=_("What was decided"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))
    way = forms.ChoiceField(
        label=_("How"), choices=Decision.Way, widget=forms.RadioSelect, initial=Decision.Way.CONSENSUS
    )
    labor_for, labor_against, labor_abstaining = _votes(), _votes(), _votes()
    management_for, management_against, management_abstaining = _votes(), _votes(), _votes()

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = meeting.agenda.all()
        for names in VOTES.values():
            for name, label in zip(names, WAY_LABELS, strict=True):
                self.fields[name].label = label

    def full_clean(self):
        if self.is_bound and self.topics():
            self.fields["is_not_bargaining"] = forms.BooleanField(
                label=_("This does not belong to bargaining."),
                error_messages={
                    "required": _("This reads like a topic of bargaining. The committee cannot decide such a topic.")
                },
            )
        super().full_clean()

    def topics(self):
        return bargaining_topics_in(self["text"].value() or "")

    def rows(self):
        """One row of fields for each side: for, against, abstaining."""
        return [(Side(side), [self[name] for name in names]) for side, names in VOTES.items()]

    def told(self):
        told = self.cleaned_data
        votes = {name: told[name] for names in VOTES.values() for name in names}
        return {"item": told["item"], "text": told["text"], "way": told["way"], "votes": votes}
