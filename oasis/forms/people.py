from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oasis.models import TrainingModule


class CompletionForm(forms.Form):
    module = forms.ModelChoiceField(label=_("Training"), queryset=TrainingModule.objects.all(), empty_label=None)
    completed_on = forms.DateField(
        label=_("Finished on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_completed_on(self):
        day = self.cleaned_data["completed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet."))
        return day
