from django import forms
from django.utils.translation import gettext_lazy as _

from lmi_portal.accounts.forms import refuse_links
from wellbeing.health_warning import WarnsOfHealth
from wellbeing.meanwhile import TellsWhatChanged

from .wording import HEADINGS

LONGEST = 5000


class Paragraphs(forms.CharField):
    """A long text whose lines end in one way, whatever the browser sends: its fingerprint depends on it."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class CharterForm(TellsWhatChanged, WarnsOfHealth, forms.Form):
    """The texts of a charter, and why it is amended where one is in force."""

    def __init__(self, *args, is_amendment, **kwargs):
        super().__init__(*args, **kwargs)
        if is_amendment:
            self.fields["reason"] = Paragraphs(
                label=_("Why the charter is amended"),
                max_length=1000,
                widget=forms.Textarea({"rows": 3}),
                help_text=_("All who sign it read this first."),
            )
        for name, heading in HEADINGS.items():
            self.fields[name] = Paragraphs(label=heading, max_length=LONGEST, widget=forms.Textarea({"rows": 9}))

    def texts(self):
        return {name: self.cleaned_data[name] for name in HEADINGS}


class SignatoriesForm(forms.Form):
    """A name and an address for each Place of one side."""

    def __init__(self, *args, places, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = places
        for place in places:
            name, email = people.get(place.key, ("", ""))
            self.fields[f"{place.key}-name"] = forms.CharField(
                label=_("Name"), max_length=120, required=place.is_needed, initial=name, validators=[refuse_links]
            )
            self.fields[f"{place.key}-email"] = forms.EmailField(
                label=_("E-mail"), required=place.is_needed, initial=email
            )

    def rows(self):
        """(Place, field of the name, field of the address) of each."""
        return [(place, self[f"{place.key}-name"], self[f"{place.key}-email"]) for place in self.places]

    def people(self):
        words = self.cleaned_data
        return {place.key: (words[f"{place.key}-name"], words[f"{place.key}-email"]) for place in self.places}


class AskAgainForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, validators=[refuse_links])
    email = forms.EmailField(label=_("E-mail"))


class SignForm(forms.Form):
    read = forms.CharField(max_length=64, widget=forms.HiddenInput)
    typed_name = forms.CharField(
        label=_("Your full name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    has_agreed = forms.BooleanField(
        label=_(
            "I have read this charter, I agree to sign it electronically, and my typed name is my signature "
            "(California Civil Code § 1633.7)."
        ),
        error_messages={"required": _("Tick that you agree to sign electronically.")},
    )


class DeclineForm(WarnsOfHealth, forms.Form):
    reason = forms.CharField(
        label=_("Why do you not sign?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Both sides read it."),
    )
