from django import forms
from django.utils.translation import gettext_lazy as _

from lmi_portal.family_language import family_languages
from wellbeing.meanwhile import TellsWhatChanged, mark_of_fields
from wellbeing.models import Survey

from .bank import questions, topics
from .drafting import TEXTS
from .handing_out import MOST
from .wellbq import DOMAINS

# As many as the largest district employs beside those with an address.
MOST_SHEETS = 10_000
MOMENT = {"type": "datetime-local"}


class SurveyForm(TellsWhatChanged, forms.Form):
    """What a committee decides of a survey; the words of its questions are the bank's."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Survey.Kind,
        widget=forms.RadioSelect,
        help_text=_(
            "A needs survey asks what you choose below. A pulse always asks the same few, so that waves compare."
        ),
    )
    title = forms.CharField(label=_("Title in English"), max_length=120)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=120)
    opens_at = forms.DateTimeField(
        label=_("Opens (Pacific time)"), widget=forms.DateTimeInput(MOMENT, format="%Y-%m-%dT%H:%M")
    )
    closes_at = forms.DateTimeField(
        label=_("Closes (Pacific time)"),
        widget=forms.DateTimeInput(MOMENT, format="%Y-%m-%dT%H:%M"),
        help_text=_(
            "Two to three weeks give every shift a chance. Results can be read after this moment, never before."
        ),
    )
    questions = forms.MultipleChoiceField(
        label=_("Questions"), required=False, widget=forms.CheckboxSelectMultiple, choices=lambda: _by_topic()
    )
    wellbq = forms.MultipleChoiceField(
        label=_("Point to the NIOSH WellBQ"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(key, label) for key, label in DOMAINS.items()],
        help_text=_(
            "A free questionnaire of the federal institute for safety at work. The last page links to it; nothing of it"
            " comes to this portal. Leave Health Status off unless both sides have a reason: it asks about health,"
            " which must stay each person’s own."
        ),
    )

    sheets_at_most = forms.IntegerField(
        label=_("Sheets of paper, at most"),
        min_value=0,
        max_value=MOST_SHEETS,
        initial=100,
        help_text=_(
            "For who has no e-mail. Each sheet takes one answer, so both co-chairs approve how many there may be."
        ),
    )

    @classmethod
    def of(cls, survey, data=None):
        """The form of a survey that is there already."""
        read = mark_of_fields(survey, TEXTS)
        return cls(data, initial={name: getattr(survey, name) for name in TEXTS}, read=read)

    def texts(self):
        return {name: self.cleaned_data[name] for name in TEXTS}


class ApprovalForm(forms.Form):
    read = forms.CharField(max_length=64)


class SheetsForm(forms.Form):
    number = forms.IntegerField(label=_("How many sheets"), min_value=1, max_value=MOST, initial=20)
    language = forms.ChoiceField(label=_("Language"), choices=lambda: family_languages().items())


def _by_topic():
    return [
        (words["en"], [(key, each.text("en")) for key, each in questions().items() if each.topic == topic])
        for topic, words in topics().items()
    ]
