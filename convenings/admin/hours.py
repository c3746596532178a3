"""Hours are typed as hours: the day they belong to is already said."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSingleTimeWidget

from convenings.days_written import pacific
from convenings.models import AgendaItem, ConveningDay


class HoursForm(forms.ModelForm):
    """Maps `clock_fields`, {form field: model field}, between Pacific hours and moments on `day()`."""

    clock_fields = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.clock_fields.items():
            moment = getattr(self.instance, field)
            self.initial.setdefault(name, moment and timezone.localtime(moment).time())

    def day(self):
        raise NotImplementedError

    def write_moments(self):
        day = self.day()
        for name, field in self.clock_fields.items():
            clock = self.cleaned_data.get(name)
            setattr(self.instance, field, pacific(day, clock) if day and clock else None)


def clock(label, *, required=False):
    return forms.TimeField(label=label, required=required, widget=UnfoldAdminSingleTimeWidget)


class DayForm(HoursForm):
    clock_fields = {"doors": "doors_at", "starts": "starts_at", "ends": "ends_at"}
    doors = clock(_("doors (breakfast)"))
    starts = clock(_("starts"))
    ends = clock(_("ends"))

    class Meta:
        model = ConveningDay
        fields = ["held_on", "title"]

    def day(self):
        return self.cleaned_data.get("held_on")

    def clean(self):
        cleaned = super().clean()
        doors, starts, ends = (cleaned.get(name) for name in self.clock_fields)
        if starts and ends and starts >= ends:
            self.add_error("ends", _("The day ends before it starts."))
        if doors and starts and doors > starts:
            self.add_error("doors", _("The doors open after the day starts."))
        if (doors or ends) and not starts:
            self.add_error("starts", _("Say when the day starts too."))
        self.write_moments()
        return cleaned


class AgendaItemForm(HoursForm):
    clock_fields = {"starts": "starts_at"}
    starts = clock(_("starts"), required=True)

    class Meta:
        model = AgendaItem
        fields = ["title", "detail"]

    def day(self):
        return self.instance.day.held_on

    def clean(self):
        cleaned = super().clean()
        self.write_moments()
        return cleaned
