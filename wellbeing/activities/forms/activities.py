from datetime import timedelta

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from districts.models import Side
from lmi_portal.family_language import for_families
from wellbeing.health_warning import ANSWER, WarnsOfHealth
from wellbeing.meanwhile import TellsWhatChanged
from wellbeing.models import Action, Activity, Shift

MOMENT = {"type": "datetime-local"}
LONGEST = timedelta(hours=24)


class ActivityForm(TellsWhatChanged, WarnsOfHealth, forms.ModelForm):
    """One activity; what is given to `add_activity` or `change_activity`."""

    not_free_text = ("place", "worksite_name")

    worksite_name = forms.CharField(
        label=_("Work site"),
        max_length=100,
        required=False,
        help_text=_("The school or office; empty where it is somewhere else. A new name makes a new work site."),
        widget=forms.TextInput(attrs={"list": "worksites", "autocomplete": "off"}),
    )

    class Meta:
        model = Activity
        fields = [
            *["title", "title_es", "kind", "description", "description_es", "starts_at", "ends_at", "worksite_name"],
            *["place", "shift", "capacity", "cost", "labor_lead", "management_lead", "action"],
        ]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "description_es": forms.Textarea(attrs={"rows": 3}),
            "starts_at": forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"),
            "ends_at": forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"),
        }
        help_texts = {
            "title_es": _("Left empty, Spanish readers see the English title."),
            "starts_at": _("Pacific time."),
            "ends_at": _("Pacific time."),
            "capacity": _("Left empty, there is room for everybody. Who comes later waits in line."),
            "cost": _("What it costs the program, in dollars."),
            "labor_lead": _("The two leads are the only ones who see the names of those who sign up."),
        }

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        seats = program.seats.current()
        self.fields["labor_lead"].queryset = seats.filter(side=Side.LABOR)
        self.fields["management_lead"].queryset = seats.filter(side=Side.MANAGEMENT)
        self.fields["action"].queryset = Action.objects.filter(priority__program=program)
        self.fields["kind"].choices = [("", _("Choose")), *Activity.Kind.choices]
        for name, nothing in [("labor_lead", _("Choose")), ("management_lead", _("Choose")), ("action", _("None"))]:
            self.fields[name].empty_label = nothing
        self.fields["shift"].choices = [("", _("Everybody")), *Shift.choices]
        self.fields["cost"].required = False
        self.fields["cost"].validators.append(MinValueValidator(0))
        if self.instance.worksite_id:
            self.fields["worksite_name"].initial = self.instance.worksite.name

    def clean_cost(self):
        return self.cleaned_data["cost"] or 0

    def clean(self):
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and not timedelta(0) < ends_at - starts_at <= LONGEST:
            self.add_error("ends_at", _("It ends after it starts, and within a day."))
        return cleaned

    def facts(self):
        """What the deeds take."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {ANSWER, "read"}}


class NewActivityForm(ActivityForm):
    every_weeks = forms.TypedChoiceField(
        label=_("Comes back"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Never: it is held once")), (1, _("Every week"))]
        + [(number, _("Every %d weeks") % number) for number in range(2, 9)],
    )
    until_on = forms.DateField(
        label=_("The last one is by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("every_weeks") and not cleaned.get("until_on") and "until_on" not in self.errors:
            self.add_error("until_on", _("Say until when it comes back."))
        return cleaned


class LaterForm(forms.Form):
    """For one of a series: whether those after it are meant as well."""

    later = forms.BooleanField(label=_("Also all later ones of this series"), required=False)

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, **kwargs)
        if not activity.series_id:
            del self.fields["later"]

    def facts(self):
        """What the deeds take."""
        return {name: value for name, value in self.cleaned_data.items() if name != ANSWER}


class CancelForm(WarnsOfHealth, LaterForm):
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Those who signed up are told it in these words."),
    )
    field_order = ["reason", "later"]


class CountForm(forms.Form):
    """People from a paper sheet, by unit and shift."""

    unit = forms.ModelChoiceField(
        label=_("Bargaining unit"), queryset=None, required=False, empty_label=_("Not in a bargaining unit")
    )
    shift = forms.ChoiceField(label=_("Shift"), choices=Shift.choices, initial=Shift.DAY)
    number = forms.IntegerField(
        label=_("How many came"),
        min_value=-500,
        max_value=500,
        help_text=_("Only those who did not sign in by the code. Write −3 to take three away again."),
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def clean_number(self):
        if self.cleaned_data["number"] == 0:
            raise forms.ValidationError(_("Say how many."))
        return self.cleaned_data["number"]


class CalendarFilterForm(forms.Form):
    worksite = forms.ChoiceField(label=for_families("Work site"), required=False)
    shift = forms.ChoiceField(label=for_families("Your shift"), required=False)

    def __init__(self, *args, worksites, **kwargs):
        super().__init__(*args, **kwargs)
        everywhere, all_shifts = for_families("All work sites"), for_families("All shifts")
        self.fields["worksite"].choices = [("", everywhere), *((str(site.pk), site.name) for site in worksites)]
        self.fields["shift"].choices = [("", all_shifts), *Shift.choices]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
