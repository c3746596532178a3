from django import forms
from django.utils.translation import gettext_lazy as _

from wellbeing.models import Shift

from .counting import cell_of

MOST_EMPLOYEES = 200_000


class HeadcountForm(forms.Form):
    """A number for each unit and shift; `units` end with None, those whom no unit represents."""

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = units
        for unit in units:
            for shift in Shift:
                field = forms.IntegerField(
                    label=_("%(unit)s, %(shift)s") % {"unit": unit or _("No unit"), "shift": shift.label},
                    min_value=0,
                    max_value=MOST_EMPLOYEES,
                    required=False,
                    widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
                )
                field.shift_label = shift.label
                self.fields[name_of(unit, shift)] = field

    def rows(self):
        """[(unit, [a field for each shift])]."""
        return [(unit, [self[name_of(unit, shift)] for shift in Shift]) for unit in self.units]

    def numbers(self):
        return {(unit, shift): self.cleaned_data[name_of(unit, shift)] for unit in self.units for shift in Shift}


def name_of(unit, shift):
    return "-".join(cell_of(unit and unit.pk, shift))


def initial_of(cells):
    """What the form shows of {(unit, shift): employees}."""
    return {"-".join(cell): employees for cell, employees in cells.items()}
