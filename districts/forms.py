from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Membership, Side
from .places import ROLES_OF_SIDE, employees_to_choose, units_to_choose

ONE_OF_THE_LIST = {"invalid_choice": _("Choose one of the list.")}


class DistrictSearchForm(forms.Form):
    q = forms.CharField(
        label=_("Name, city, county, union or CD code"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "placeholder": _("San Juan")}),
    )


class PlaceForm(forms.Form):
    """Side, role and unit at the table of one district; whether they make one place, the deed says."""

    side = forms.ChoiceField(
        label=_("Your side of the table"),
        choices=Side,
        widget=forms.RadioSelect,
        error_messages=ONE_OF_THE_LIST | {"required": _("Choose labor, management or neutral.")},
    )
    role = forms.ChoiceField(
        label=_("Your role"),
        choices=[("", _("Choose your role"))]
        + [(side.label, [(role.value, role.label) for role in roles]) for side, roles in ROLES_OF_SIDE.items()],
        error_messages=ONE_OF_THE_LIST | {"required": _("Choose your role.")},
    )
    unit = forms.ChoiceField(
        label=_("Your bargaining unit"),
        required=False,
        help_text=_("Labor only: the unit that you lead or speak for."),
        error_messages=ONE_OF_THE_LIST,
    )

    def __init__(self, *args, district, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = list(units_to_choose(district))
        self.fields["unit"].choices = [("", _("None: I am not here for labor"))]
        self.fields["unit"].choices += [(unit.pk, f"{unit} ({unit.get_kind_display()})") for unit in self.units]
        self.fields["unit"].choices += [
            (employees.value, _("%(employees)s, unit not on file yet") % {"employees": employees.label})
            for employees in employees_to_choose(self.units)
        ]

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.pop("unit", "")
        cleaned["employees"] = chosen if chosen in Membership.Employees.values else ""
        cleaned["unit"] = next((unit for unit in self.units if str(unit.pk) == chosen), None)
        return cleaned


class AnswerForm(forms.Form):
    """The button that a lead pressed, and why where it says no."""

    answer = forms.ChoiceField(
        choices=[("approve", _("Approve")), ("approve_as_lead", _("Approve as team lead")), ("decline", _("Decline"))],
        widget=forms.HiddenInput,
        error_messages=ONE_OF_THE_LIST,
    )
    reason = forms.CharField(
        label=_("Reason, if you decline"),
        max_length=300,
        required=False,
        help_text=_("The person who asked is told it."),
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == "decline" and not cleaned.get("reason") and not self.errors:
            self.add_error("reason", _("Say why: the person who asked is told the reason."))
        return cleaned
