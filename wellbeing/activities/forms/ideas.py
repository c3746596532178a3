import re

from django import forms
from django.utils.translation import gettext_lazy as _

from lmi_portal.family_language import for_families
from wellbeing.activities.suggesting import MOVES
from wellbeing.committee.bargaining import bargaining_topics_in
from wellbeing.health_warning import WarnsOfHealth
from wellbeing.models import Idea

NAMES_SOMEBODY = for_families(
    "This may name a person. Leave names out, or check the box if it is not about one person."
)
# “Mrs. Ortega”, “el señor Ruiz”, “Principal Lee”, “la directora Vega”: a title and a capital.
TITLES = (
    r"(?:[Mm]rs?|[Mm]s|[Mm]iss|[Dd]r|[Ss]ra?|[Ss]rta|[Dd]ra|[Pp]rof)\.?"
    r"|[Pp]rincipal|[Cc]oach|[Ss]uperintendent|[Ss]upervisor|[Mm]anager"
    r"|[Ss]eñora?|[Ss]eñorita|[Dd]on|[Dd]oña|[Dd]irectora?|[Ss]upervisora?|[Mm]aestr[oa]|[Ee]ntrenadora?"
)
NAME = re.compile(rf"\b(?:{TITLES})\s+[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+")


def names_somebody(text):
    """Whether a title and a name stand in `text`; a name alone is like any word that begins a sentence."""
    return bool(NAME.search(text))


class IdeaForm(WarnsOfHealth, forms.Form):
    text = forms.CharField(
        label=for_families("Your idea"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 300, "class": "form-control"}),
    )

    def full_clean(self):
        if self.is_bound and names_somebody(self["text"].value() or ""):
            self.fields["is_no_name"] = forms.BooleanField(
                label=for_families("It is not about one person."), error_messages={"required": NAMES_SOMEBODY}
            )
        super().full_clean()


class AnswerForm(WarnsOfHealth, forms.ModelForm):
    """What comes of an idea; where its words point at bargaining, it is left to that, or confirmed to be none of it."""

    class Meta:
        model = Idea
        fields = ["state", "answer", "is_for_bargaining"]
        widgets = {"state": forms.RadioSelect, "answer": forms.Textarea(attrs={"rows": 3})}
        labels = {"state": _("What comes of it"), "answer": _("Your answer")}
        help_texts = {
            "answer": _("A sentence or two, for everybody to read."),
            "is_for_bargaining": _(
                "Pay, hours, benefits and the like: it is shown with a note, and nobody votes on it."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        moves = MOVES[self.instance.state]
        self.fields["state"].choices = [(state.value, state.label) for state in moves]
        if self.instance.state not in moves:
            self.initial["state"] = moves[0]

    def full_clean(self):
        if self.is_bound and self.topics() and self._is_for_the_committee():
            self.fields["is_not_bargaining"] = forms.BooleanField(
                label=_("This does not belong to bargaining."),
                error_messages={
                    "required": _("This may belong to bargaining: mark it so, or confirm that it does not.")
                },
            )
        super().full_clean()

    def topics(self):
        """At which topics of bargaining the idea and the answer point."""
        return bargaining_topics_in(f"{self.instance.text} \n {self['answer'].value() or ''}")

    def _is_for_the_committee(self):
        return not self["is_for_bargaining"].value() and self["state"].value() != Idea.State.DECLINED

    def facts(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
