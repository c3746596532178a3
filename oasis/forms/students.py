"""What is typed about a student and a household: as little as a referral needs."""

import re

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oasis.models import Guardian
from oasis.providers.languages import LANGUAGES
from oasis.sensitive_words import refuse_sensitive_words

GRADES = [("", _("Not known")), ("TK", _("Transitional kindergarten")), ("K", _("Kindergarten"))]
GRADES += [(str(grade), str(grade)) for grade in range(1, 13)]
OLDEST = 26

is_a_name = RegexValidator(re.compile(r"^[^\d()\[\]{}<>/\\:;=@#]+$"), _("A name has no digits, brackets or slashes."))
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


def name_field(label, **kwargs):
    widget = forms.TextInput(attrs=PLAIN | {"autocapitalize": "words"})
    return forms.CharField(label=label, max_length=80, validators=[is_a_name], widget=widget, **kwargs)


def language_field(label):
    return forms.ChoiceField(label=label, choices=list(LANGUAGES.items()), initial="en")


class SearchForm(forms.Form):
    """Sent by POST, so that no name stands in an address or a server's log."""

    words = forms.CharField(
        label=_("Name or student number"),
        max_length=120,
        widget=forms.TextInput(attrs=PLAIN | {"type": "search", "class": "form-control"}),
        error_messages={"required": _("Type a name, at least its first three letters, or a student number.")},
    )


class StudentForm(forms.Form):
    """Who the student is; `schools` are those whose students the person puts on file."""

    given_name = name_field(_("Given name"))
    family_name = name_field(_("Family name"))
    born_on = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Some services go by age; it also shows who is on file already."),
    )
    number = forms.CharField(
        label=_("Student number"),
        required=False,
        max_length=20,
        validators=[refuse_sensitive_words],
        widget=forms.TextInput(attrs=PLAIN | {"inputmode": "numeric"}),
        help_text=_("The district’s own. Never a Social Security number."),
    )
    grade = forms.ChoiceField(label=_("Grade"), required=False, choices=GRADES)
    language = language_field(_("The student’s language"))
    school = forms.ModelChoiceField(label=_("School"), queryset=None, empty_label=None)

    def __init__(self, *args, schools, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools
        if len(schools) == 1:
            self.fields["school"].initial = schools[0]
            self.fields["school"].widget = forms.HiddenInput()

    def clean_born_on(self):
        born_on = self.cleaned_data["born_on"]
        today = timezone.localdate()
        if born_on and not today.year - OLDEST <= born_on.year <= today.year - 2:
            raise forms.ValidationError(_("That is not the date of birth of a student. Look at the year."))
        return born_on


class EditStudentForm(StudentForm):
    seen = forms.CharField(widget=forms.HiddenInput)
    left_on = forms.DateField(
        label=_("Left the school on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AnotherForm(forms.Form):
    is_another = forms.BooleanField(
        label=_("This is another student, who only has the same name and date of birth"), required=False
    )


class HouseholdForm(forms.Form):
    name = forms.CharField(
        label=_("How you tell the household apart"),
        max_length=80,
        validators=[refuse_sensitive_words],
        widget=forms.TextInput(attrs=PLAIN),
        help_text=_("As in “Núñez, 11th Avenue”."),
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=300,
        validators=[refuse_sensitive_words],
        widget=forms.Textarea(attrs=PLAIN | {"rows": 2}),
    )
    language = language_field(_("Language at home"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class GuardianForm(forms.Form):
    name = name_field(_("Name"))
    relation = forms.ChoiceField(label=_("Relation to the student"), choices=Guardian.Relation)
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=30,
        validators=[RegexValidator(r"^[\d\s()+.x-]+$", _("A phone number has digits, as in 323-555-0142."))],
        widget=forms.TextInput(attrs=PLAIN | {"type": "tel"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(attrs=PLAIN))
    language = language_field(_("Speaks"))
    may_be_contacted = forms.BooleanField(
        label=_("May be contacted"), required=False, initial=True, help_text=_("Not where a court order forbids it.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class FirstGuardianForm(GuardianForm):
    """The guardian on the page that adds a student: left out where nobody is known yet."""

    prefix = "guardian"
    seen = None
    may_be_contacted = None
    name = name_field(_("Name of a parent or guardian"), required=False)
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=30, widget=forms.TextInput(attrs=PLAIN | {"type": "tel"})
    )


class SafeContactForm(forms.Form):
    safe_contact = forms.CharField(
        label=_("How the student may be reached"),
        required=False,
        max_length=300,
        validators=[refuse_sensitive_words],
        widget=forms.Textarea(attrs=PLAIN | {"rows": 2}),
        help_text=_("A way that the family does not see, as in “in room 12, third period”."),
    )
