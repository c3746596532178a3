"""What the list of referrals can be narrowed by; an answer that means nothing narrows nothing."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from oasis.models import Referral, Site, State
from oasis.providers.models import Need

SELECT = {"class": "form-select"}


class FilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any")), ("running", _("All that are not over")), *State.choices],
        widget=forms.Select(attrs=SELECT),
    )
    need = forms.ModelChoiceField(
        label=_("Need"), required=False, queryset=Need.objects.all(), empty_label=_("Any"), widget=forms.Select(SELECT)
    )
    owner = forms.ModelChoiceField(
        label=_("Cared for by"),
        required=False,
        queryset=get_user_model().objects.none(),
        empty_label=_("Anyone"),
        widget=forms.Select(SELECT),
    )
    site = forms.ModelChoiceField(
        label=_("School"),
        required=False,
        queryset=Site.objects.none(),
        empty_label=_("Any"),
        widget=forms.Select(SELECT),
    )
    overdue = forms.BooleanField(
        label=_("Overdue only"), required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )

    def __init__(self, *args, reach, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Referral.objects.within(reach)
        people = get_user_model().objects.filter(pk__in=seen.values("owner"))
        self.fields["owner"].queryset = people.order_by("name", "pk")
        self.fields["owner"].label_from_instance = lambda user: user.get_full_name()
        sites = Site.objects.filter(pk__in=seen.values("site")).select_related("school")
        self.fields["site"].queryset = sites.order_by("-year", "school__name", "pk")

    def asked(self):
        """What narrows the list, as a dict."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
