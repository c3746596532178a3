"""The whole survey as one form: nothing in it has to be answered, and what was typed comes back as it was."""

from dataclasses import dataclass

from django import forms

from districts.models import Side
from lmi_portal.family_language import for_families
from wellbeing.health_warning import WarnsOfHealth
from wellbeing.models import JobClass, ResultGroup, Shift

from .bank import CHOICES, COMMENT, asked, in_language, topics

Dimension = ResultGroup.Dimension
LONGEST_COMMENT = 1000
NONE = "none"

ABOUT = {
    Dimension.SIDE: for_families("Are you with labor or with management?"),
    Dimension.UNIT: for_families("Which union speaks for you?"),
    Dimension.JOB_CLASS: for_families("What is your work?"),
    Dimension.SHIFT: for_families("When do you work?"),
    Dimension.WORKSITE: for_families("Where do you work?"),
}
SIDES = {
    Side.LABOR.value: for_families("Labor: teachers, staff, and all who are not managers"),
    Side.MANAGEMENT.value: for_families("Management: principals, managers, and directors"),
}
NOTHING_SAID = for_families("You have not answered anything yet. Answer at least one question.")
TOO_LONG = for_families("This is too long. Use up to 1,000 letters.")
NOT_OFFERED = for_families("Choose one of the answers on this page.")


@dataclass(frozen=True)
class Asked:
    """One question as the page shows it; `options` are (value, label, whether it is chosen)."""

    name: str
    kind: str
    text: str
    options: list
    value: str
    errors: list


class AnswerForm(WarnsOfHealth, forms.Form):
    """Fields “q_<question>” and “about_<dimension>”; `typed` is shown without a word on what is wrong with it."""

    def __init__(self, data=None, *, survey, typed=None):
        super().__init__(data)
        self.typed = data if data is not None else typed
        self.questions = asked(survey)
        self.about = about_options(survey)
        for question in self.questions:
            self.fields[f"q_{question.key}"] = _field(question)
        for dimension, options in self.about.items():
            self.fields[f"about_{dimension}"] = _choice(options)

    def clean(self):
        said = super().clean()
        if not self.errors and not any(said.get(f"q_{question.key}") for question in self.questions):
            raise forms.ValidationError(NOTHING_SAID)
        return said

    def told(self):
        """`about`, `answers` and `comments` as `hand_in` takes them."""
        said = self.cleaned_data
        answers = {each.key: _in_itself(said[f"q_{each.key}"]) for each in self.questions if said[f"q_{each.key}"]}
        comments = {
            each.key: answers.pop(each.key) for each in self.questions if each.kind == COMMENT and each.key in answers
        }
        return {
            "about": {dimension: said[f"about_{dimension}"] for dimension in self.about},
            "answers": answers,
            "comments": comments,
        }

    def sections(self):
        """(heading, questions) in the page's language, without those about oneself."""
        of_topic = {}
        for question in self.questions:
            of_topic.setdefault(question.topic, []).append(
                self._asked(f"q_{question.key}", question.kind, question.text(), question.options())
            )
        return [(in_language(topics()[topic]), found) for topic, found in of_topic.items()]

    def about_oneself(self):
        return [
            self._asked(f"about_{dimension}", "choice", ABOUT[dimension], options)
            for dimension, options in self.about.items()
            if options
        ]

    def _asked(self, name, kind, text, options):
        typed = self.typed.getlist(name) if self.typed is not None else []
        return Asked(
            name=name,
            kind=kind,
            text=text,
            options=[(value, label, value in typed) for value, label in options.items()],
            value=typed[0] if typed else "",
            errors=self.errors.get(name, []),
        )


def _in_itself(answer):
    """An answer that does not gainsay itself: “none of these” beside others falls away."""
    return [each for each in answer if each != NONE] or answer if isinstance(answer, list) else answer


def about_options(survey):
    """{dimension: {value: label}} of all that somebody of this district may say of themselves."""
    program = survey.program
    units = program.district.units.at_the_table()
    return {
        Dimension.SIDE.value: SIDES,
        Dimension.UNIT.value: {str(unit.pk): str(unit) for unit in units},
        Dimension.JOB_CLASS.value: dict(JobClass.choices),
        Dimension.SHIFT.value: dict(Shift.choices),
        Dimension.WORKSITE.value: {str(pk): name for pk, name in program.worksites.values_list("pk", "name")},
    }


def _field(question):
    if question.kind == COMMENT:
        errors = {"max_length": TOO_LONG}
        told = {"label": question.text(), "max_length": LONGEST_COMMENT, "error_messages": errors}
        return forms.CharField(required=False, widget=forms.Textarea, **told)
    if question.kind == CHOICES:
        return forms.MultipleChoiceField(
            required=False, choices=list(question.options().items()), error_messages={"invalid_choice": NOT_OFFERED}
        )
    return _choice(question.options())


def _choice(options):
    return forms.ChoiceField(
        required=False, choices=[("", ""), *options.items()], error_messages={"invalid_choice": NOT_OFFERED}
    )
