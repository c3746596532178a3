"""What staff type about a referral: what it is for, and what goes with each move."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oasis.models import ContactAttempt, DeclineReason, Outcome, OutcomeSource, Referral
from oasis.providers.languages import LANGUAGES, named
from oasis.sensitive_words import refuse_sensitive_words

LONGEST_NOTE = 2_000


def words(label, **kwargs):
    """A text of a few lines in which nothing stands that may not be kept."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        validators=[refuse_sensitive_words],
        **kwargs,
    )


class VersionedForm(forms.Form):
    """Carries the version of the referral that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def told(self):
        """What was typed, as the deed takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class DraftForm(VersionedForm):
    """How a draft goes out, and what the help is for."""

    kind = forms.ChoiceField(label=_("How it goes out"), choices=Referral.Kind, widget=forms.RadioSelect)
    reason = words(
        _("What the help is for"),
        required=False,
        help_text=_("A sentence that the provider needs. No diagnosis, nothing about immigration or citizenship."),
    )
    urgency = forms.ChoiceField(label=_("How soon"), choices=Referral.Urgency, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language wanted"), widget=forms.Select(attrs={"class": "form-select"}))
    is_confidential = forms.BooleanField(label=_("The student consents alone"), required=False)

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        codes = dict.fromkeys([referral.language, referral.student.language, *LANGUAGES])
        self.fields["language"].choices = [(code, named(code)) for code in codes]
        if not referral.need.allows_minor_consent:
            del self.fields["is_confidential"]


class MoveForm(VersionedForm):
    """What a move asks for; a note can go with every one."""

    note = words(_("Note"), required=False)

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = "note" in step.asks
        for asked in [name for name in ASKED if name in step.asks]:
            self.fields |= {name: make() for name, make in ASKED[asked].items()}
        self.order_fields([*[name for name in self.fields if name != "note"], "note"])

    def told(self):
        told = super().told()
        if "day" in told:
            moment = datetime.combine(told.pop("day"), told.pop("time"))
            told["starts_at"] = timezone.make_aware(moment)
        return told


ASKED = {
    "reason": {
        "reason": lambda: forms.ChoiceField(label=_("Why"), choices=DeclineReason, widget=forms.RadioSelect),
    },
    "outcome": {
        "outcome": lambda: forms.ChoiceField(label=_("What came of it"), choices=Outcome, widget=forms.RadioSelect),
        "outcome_source": lambda: forms.ChoiceField(
            label=_("Who said so"), choices=OutcomeSource, widget=forms.RadioSelect
        ),
    },
    "appointment": {
        "day": lambda: forms.DateField(
            label=_("Day"), widget=forms.DateInput(attrs={"type": "date", "class": "form-control"})
        ),
        "time": lambda: forms.TimeField(
            label=_("Time"),
            help_text=_("Pacific time."),
            widget=forms.TimeInput(attrs={"type": "time", "class": "form-control"}),
        ),
        "place": lambda: forms.CharField(
            label=_("Where"),
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"class": "form-control"}),
            validators=[refuse_sensitive_words],
        ),
    },
}


class AttemptForm(forms.Form):
    way = forms.ChoiceField(label=_("How you tried"), choices=ContactAttempt.Way, widget=forms.RadioSelect)
    was_reached = forms.TypedChoiceField(
        label=_("Did you reach the family?"),
        choices=[("yes", _("Yes, we spoke")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    note = words(_("Note"), required=False)

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        if referral.is_confidential:
            self.fields["was_reached"].label = _("Did you reach the student?")
