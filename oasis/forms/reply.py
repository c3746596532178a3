"""What a provider types: a code, and with an answer as little as it needs."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oasis.models import DeclineReason, Outcome
from oasis.sensitive_words import refuse_sensitive_words

# The school closes these itself: the one after three tries of its own, the other with a new referral.
FOR_SCHOOLS_ALONE = {Outcome.UNABLE_TO_CONTACT, Outcome.REFERRED_ELSEWHERE}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the e-mail"),
        max_length=12,
        help_text=_("Six digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class AnswerForm(forms.Form):
    """A version, and a note to the school."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Note to the school"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_sensitive_words],
        help_text=_("Only what the school needs to know. No diagnosis, nothing about immigration or citizenship."),
    )

    def told(self):
        """What goes with the answer, as answer_referral takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class QuestionForm(AnswerForm):
    field_order = ["note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label, self.fields["note"].required = _("Your question"), True


class AppointmentForm(AnswerForm):
    field_order = ["day", "time", "place", "note"]
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}), help_text=_("Pacific time.")
    )
    place = forms.CharField(label=_("Where"), required=False, max_length=200, validators=[refuse_sensitive_words])

    def told(self):
        told = super().told()
        day, time = told.pop("day"), told.pop("time")
        return told | {"starts_at": timezone.make_aware(datetime.combine(day, time))}


class DeclineForm(AnswerForm):
    field_order = ["reason", "is_full", "note"]
    reason = forms.ChoiceField(label=_("Why"), choices=DeclineReason, widget=forms.RadioSelect)
    is_full = forms.BooleanField(
        label=_("No capacity now? Then also propose to mark this service as full in the public directory."),
        required=False,
    )


class OutcomeForm(AnswerForm):
    field_order = ["outcome", "note"]
    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[(each.value, each.label) for each in Outcome if each not in FOR_SCHOOLS_ALONE],
        widget=forms.RadioSelect,
    )


FORMS = {"ask_info": QuestionForm, "schedule": AppointmentForm, "decline": DeclineForm, "close": OutcomeForm}


def form_for(move):
    return FORMS.get(move, AnswerForm)
