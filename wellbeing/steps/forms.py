from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wellbeing.committee.bargaining import bargaining_topics_in
from wellbeing.health_warning import WarnsOfHealth
from wellbeing.meanwhile import TellsWhatChanged
from wellbeing.models import Action, Artefact, CommitteeSeat, Priority

from .acting import FIELDS
from .adopting import decisions_for
from .guide import statements
from .progress import PRIORITIES_AT_LEAST, PRIORITIES_AT_MOST
from .years import days_of

LONGEST = 5000
LONGEST_REASON = 1000
RATINGS = [(1, _("1 Not at all")), (2, _("2 A little")), (3, _("3 Mostly")), (4, _("4 Fully"))]


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class PlanForm(forms.Form):
    due_on = forms.DateField(label=_("Due"), required=False, widget=DateInput())
    owner = forms.ModelChoiceField(
        CommitteeSeat.objects.none(),
        label=_("Owner from your side"),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("The other side names its own."),
    )

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, **kwargs)
        seats = CommitteeSeat.objects.current().filter(program=seat.program_id, side=seat.side)
        self.fields["owner"].queryset = seats


class ReadinessForm(forms.Form):
    """One choice from 1 to 4 per statement, under the statement's key."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for key, text in statements().items():
            self.fields[key] = forms.TypedChoiceField(
                label=text,
                choices=RATINGS,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the four.")},
            )


class ArtefactForm(WarnsOfHealth, forms.Form):
    """A note with a title, and a link to where more is kept."""

    not_free_text = ("title",)
    title = forms.CharField(label=_("Title"), max_length=150)
    text = forms.CharField(
        label=_("Note"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}), required=False
    )
    link = forms.URLField(label=_("Link"), required=False, assume_scheme="https", max_length=200)

    def told(self):
        return {name: self.cleaned_data[name] for name in ("title", "text", "link")}


class AskingForm(ArtefactForm):
    """A note made of answers to set questions."""

    text = None
    questions = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        link = self.fields.pop("link")
        for name, label, hint in self.questions:
            self.fields[name] = forms.CharField(
                label=label,
                help_text=hint,
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["link"] = link

    def told(self):
        answers = [(label, self.cleaned_data[name].strip()) for name, label, _hint in self.questions]
        text = "\n\n".join(f"{label}\n{answer}" for label, answer in answers if answer)
        return {"title": self.cleaned_data["title"], "text": text, "link": self.cleaned_data["link"]}


class FocusGroupForm(AskingForm):
    questions = (
        ("who", _("Who took part"), _("How many, of which kind of work and shift. No names.")),
        ("asked", _("What we asked"), ""),
        ("heard", _("What we heard"), _("In sentences that the group would agree with.")),
        ("surprised", _("What surprised us"), ""),
        ("follows", _("What follows from it"), ""),
    )


class PolicyScanForm(AskingForm):
    questions = (
        ("policy", _("Policy or practice"), _("Its number or name, and where it stands.")),
        ("says", _("What it says"), ""),
        ("helps", _("Where it helps a good working day"), ""),
        ("hinders", _("Where it gets in the way"), ""),
        ("decides", _("Who decides about it"), _("The committee, the board, the negotiating teams?")),
    )


ARTEFACT_FORMS = {
    Artefact.Kind.FOCUS_GROUP: FocusGroupForm,
    Artefact.Kind.POLICY_SCAN: PolicyScanForm,
    Artefact.Kind.DOCUMENT: ArtefactForm,
    Artefact.Kind.NOTE: ArtefactForm,
}


class WarnsOfBargaining:
    """A mixin before Form: where typed words point at a topic of bargaining, the writer says that it is none."""

    def full_clean(self):
        if self.is_bound and self.bargaining_topics():
            self.fields["is_not_bargaining"] = forms.BooleanField(
                label=_("Nothing here decides about a topic of bargaining."),
                error_messages={
                    "required": _("This may belong to bargaining: change it, or confirm that it does not.")
                },
            )
        super().full_clean()

    def bargaining_topics(self):
        typed = [self[name].value() for name in self.fields if isinstance(self.fields[name].widget, forms.Textarea)]
        typed += [self[name].value() for name in self.fields if isinstance(self.fields[name].widget, forms.TextInput)]
        return bargaining_topics_in(" \n ".join(text for text in typed if text))


class PrioritiesForm(WarnsOfBargaining, WarnsOfHealth, forms.Form):
    decision = forms.ModelChoiceField(
        None,
        label=_("The decision that adopted them"),
        empty_label=_("Choose a decision"),
        help_text=_("Only decisions that the committee adopted, and that are newer than the last."),
    )

    def __init__(self, *args, program, school_year, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions_for(program, school_year=school_year)
        self.fields["decision"].label_from_instance = _decision_in_words
        for number in range(1, PRIORITIES_AT_MOST + 1):
            is_needed = number <= PRIORITIES_AT_LEAST
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Priority %(number)d") % {"number": number}, max_length=150, required=is_needed
            )
            self.fields[f"reason_{number}"] = forms.CharField(
                label=_("Why this one"),
                max_length=LONGEST_REASON,
                required=is_needed,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self):
        data, is_over = super().clean(), False
        for number in range(1, PRIORITIES_AT_MOST + 1):
            title, reason = data.get(f"title_{number}"), data.get(f"reason_{number}")
            if title and is_over:
                self.add_error(f"title_{number}", _("Leave no empty priority above this one."))
            if title and not reason and f"reason_{number}" not in self.errors:
                self.add_error(f"reason_{number}", _("Say why this one."))
            is_over = is_over or not title
        return data

    def priorities(self):
        data = self.cleaned_data
        pairs = [(data[f"title_{n}"], data[f"reason_{n}"]) for n in range(1, PRIORITIES_AT_MOST + 1)]
        return [(title, reason) for title, reason in pairs if title]


def _decision_in_words(decision):
    day = timezone.localdate(decision.meeting.starts_at)
    return f"{day:%B} {day.day}, {day.year}: {decision.text[:90]}"


class ActionForm(TellsWhatChanged, WarnsOfBargaining, WarnsOfHealth, forms.ModelForm):
    class Meta:
        model = Action
        fields = FIELDS
        widgets = {"due_on": DateInput()}
        help_texts = {
            "goal": _("What will be different, and for whom."),
            "activity": _("What happens."),
            "budget": _("In dollars."),
            "spent": _("In dollars, so far."),
            "measure": _("A number that can be counted without asking anybody about their health."),
        }

    def __init__(self, *args, program, school_year, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["priority"].queryset = Priority.objects.filter(program=program, school_year=school_year)
        self.fields["priority"].empty_label = _("Choose a priority")
        for side in ("labor", "management"):
            kept = getattr(self.instance, f"{side}_owner_id")
            seats = program.seats.filter(side=side)
            self.fields[f"{side}_owner"].queryset = seats.current() | seats.filter(pk=kept)
            self.fields[f"{side}_owner"].empty_label = _("Choose an owner")
        for money in ("budget", "spent"):
            self.fields[money].validators.append(MinValueValidator(0))
        # What is not done in its year may be carried into the next.
        self.first, self.last = days_of(school_year)[0], days_of(school_year + 1)[1]

    def clean_due_on(self):
        due = self.cleaned_data["due_on"]
        if "due_on" in self.changed_data and not self.first <= due <= self.last:
            raise forms.ValidationError(_("Choose a day of this school year or the next."))
        return due

    def line(self):
        """The fields of the plan's line, without what was only asked to confirm."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


NOT_OPEN_ANY_MORE = _(
    "An action that you ticked is not open any more: somebody finished, dropped or removed it. Below is what is open"
    " now: look again, then begin."
)


class RenewForm(forms.Form):
    carried = forms.ModelMultipleChoiceField(
        None,
        label=_("Open actions to carry over"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each goes on under its priority, with what is left of its budget."),
        error_messages=dict.fromkeys(["invalid_choice", "invalid_pk_value", "invalid_list"], NOT_OPEN_ANY_MORE),
    )

    def __init__(self, *args, actions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["carried"].queryset = actions
