"""Whose caseload, to whom, and which of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .referral import words


class PersonField(forms.ModelChoiceField):
    widget = forms.Select(attrs={"class": "form-select"})

    def label_from_instance(self, user):
        return user.get_full_name()


class PersonForm(forms.Form):
    person = PersonField(label=_("Whose caseload"), queryset=None, empty_label=_("Choose a person"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class HandOverForm(forms.Form):
    """`referrals` are those that may be handed over; none chosen stands for none, `which` for all."""

    to_user = PersonField(label=_("To whom"), queryset=None, empty_label=_("Choose a colleague"))
    which = forms.ChoiceField(
        label=_("Which referrals"),
        choices=[("all", _("All that are not over")), ("chosen", _("Only those that I tick"))],
        widget=forms.RadioSelect,
        initial="all",
    )
    numbers = forms.MultipleChoiceField(label=_("Referrals"), required=False, widget=forms.CheckboxSelectMultiple)
    note = words(_("Note to your colleague"), required=False)

    def __init__(self, *args, people, referrals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_user"].queryset = people
        self.fields["numbers"].choices = [
            (each.number, f"{each.number} · {each.student.full_name()} · {each.get_state_display()}")
            for each in referrals
        ]

    def chosen(self, every):
        """The numbers that were meant: `every`, or those ticked."""
        return every if self.cleaned_data["which"] == "all" else self.cleaned_data["numbers"]
