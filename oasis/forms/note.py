from django import forms
from django.utils.translation import gettext_lazy as _

from oasis.models import Referral
from oasis.sensitive_words import refuse_sensitive_words


class NoteForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    referral = forms.ModelChoiceField(
        label=_("On which referral"),
        queryset=Referral.objects.none(),
        required=False,
        to_field_name="number",
        empty_label=_("None in particular"),
    )
    text = forms.CharField(
        label=_("Note"),
        max_length=5_000,
        widget=forms.Textarea({"rows": 6}),
        validators=[refuse_sensitive_words],
        help_text=_("What was seen and done, no more than the next person needs. A note is never changed."),
    )

    def __init__(self, data=None, *, kinds, referrals, initial):
        super().__init__(data, initial={"kind": kinds[0]} | initial)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["referral"].queryset = referrals
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
