from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Approval

ONE_OF_THE_TWO = _("Choose one of the two.")


class ReviewForm(forms.Form):
    """One side's answer to the revision that was on the page."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Your side’s answer"),
        choices=[
            (Approval.Answer.APPROVED, _("We approve it as it stands here")),
            (Approval.Answer.CHANGES, _("We ask for changes")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": ONE_OF_THE_TWO, "invalid_choice": ONE_OF_THE_TWO},
    )
    note = forms.CharField(
        label=_("What should change"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "Only LMI staff and those who answer for your side read it. Name the sentence, and what it should say."
        ),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == Approval.Answer.CHANGES and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say what should change, so that LMI staff can change it."))
        return cleaned
