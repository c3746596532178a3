from django import forms
from django.utils.translation import gettext_lazy as _

from lmi_portal.accounts.forms import refuse_links

ROWS_AT_MOST = 250
FIELDS = ("seat_id", "place", "name", "email", "title", "dietary_needs", "access_needs")


class SeatForm(forms.Form):
    """One row of a team: a place at the table and, once known, the person who takes it."""

    seat_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place = forms.ChoiceField(required=False)
    name = forms.CharField(label=_("Name"), required=False, max_length=200, validators=[refuse_links])
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    title = forms.CharField(label=_("Job title"), required=False, max_length=120)
    dietary_needs = forms.CharField(label=_("Dietary needs"), required=False, max_length=300)
    access_needs = forms.CharField(label=_("Accessibility needs"), required=False, max_length=300)
    add_ons = forms.MultipleChoiceField(label=_("Also"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, places, add_ons, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("Choose a seat")), *_by_side(places)]
        self.fields["place"].error_messages["invalid_choice"] = _("This seat is not one of this district’s.")
        self.fields["add_ons"].choices = [(add_on.pk, add_on.title) for add_on in add_ons]
        if not add_ons:
            del self.fields["add_ons"]
        self.fields["place"].label = _("Seat %(number)s") % {"number": int(self.prefix.rsplit("-", 1)[1]) + 1}
        self.sides = {place.key: place.side for place in places}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("email") and "name" in cleaned and not cleaned["name"]:
            self.add_error("name", _("Whose address is this? Add the name, or leave both empty until it is known."))
        if not cleaned.get("place") and "place" not in self.errors and not self.is_blank():
            self.add_error("place", _("Choose the seat that this person takes."))
        return cleaned

    @property
    def side_class(self):
        side = self.sides.get(self["place"].value())
        return f"is-{side}" if side else ""

    @property
    def has_more(self):
        return any(self[name].value() or self[name].errors for name in ("title", "dietary_needs", "access_needs"))

    def is_blank(self):
        """A row in which nothing was chosen or typed: it counts for nothing."""
        return not any(self.data.get(self.add_prefix(name)) for name in FIELDS)


def _by_side(places):
    groups = {"management": _("Management"), "labor": _("Labor"), "extra": _("Extra seats")}
    for group, label in groups.items():
        choices = [(p.key, p.label) for p in places if ("extra" if p.is_extra else p.side) == group]
        if choices:
            yield label, choices


class BaseSeatFormSet(forms.BaseFormSet):
    def requests_data(self):
        """The cleaned data of every row that is not blank, with the row's index."""
        return [(index, form.cleaned_data) for index, form in enumerate(self.forms) if not form.is_blank()]

    def refuse(self, sentence):
        self._non_form_errors.append(sentence)


SeatFormSet = forms.formset_factory(
    SeatForm, formset=BaseSeatFormSet, extra=0, max_num=ROWS_AT_MOST, absolute_max=ROWS_AT_MOST
)
