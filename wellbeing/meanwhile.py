"""Two who edit one text at once: the later is told, reads what the other saved, and loses nothing typed.

A form knows by its hidden `read` what its writer had before them; the deed compares it under the row's lock.
"""

from datetime import date, datetime

from django import forms
from django.utils.choices import flatten_choices
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from .approving import mark_of
from .refusing import CannotDo

CHANGED = _("Somebody else changed this meanwhile. Put both together below, then save.")


class ChangedMeanwhile(CannotDo):
    """What somebody else saved after the page was opened: `saved` {name of a form's field: value}, and its `mark`."""

    def __init__(self, message, *, mark, saved):
        super().__init__(message)
        self.mark, self.saved = mark, saved


def mark_of_fields(row, names):
    """The fingerprint of the fields `names` of `row`: another value has another."""
    return mark_of(*[str(getattr(row, row._meta.get_field(name).attname)) for name in names])


def refuse_if_changed(row, names, *, read):
    """Raise ChangedMeanwhile unless `read` is the mark of the fields `names` of `row`, whose lock the caller holds."""
    mark = mark_of_fields(row, names)
    if read != mark:
        raise ChangedMeanwhile(
            str(CHANGED),
            mark=mark,
            saved={name: getattr(row, name) for name in names},
        )


class TellsWhatChanged:
    """A mixin before Form or ModelForm: keeps the mark `read`; pages include `wellbeing/_saved_meanwhile.html`."""

    saved_meanwhile = ()

    def __init__(self, *args, read="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["read"] = forms.CharField(
            required=False, max_length=64, widget=forms.HiddenInput, initial=read or self.initial.get("read", "")
        )


def refuse(form, refusal):
    """Show a refusal at its field, where the form has it; what was typed stays, and beside it what others saved."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    if isinstance(refusal, ChangedMeanwhile):
        form.saved_meanwhile = list(_differences(form, refusal.saved))
        form.data = form.data.copy()
        form.data["read"] = refusal.mark


def _differences(form, saved):
    """Yields (label, what was saved) of each field that holds something else than was saved."""
    for name, value in saved.items():
        # A work site is typed by its name.
        name = name if name in form.fields else f"{name}_name"
        if name in form.fields:
            field, typed = form.fields[name], form.cleaned_data.get(name)
            words = _in_words(field, value)
            if value != typed and words != _in_words(field, typed):
                yield field.label, words or "–"


def _in_words(field, value):
    if value is None:
        return ""
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        names = {str(key): str(label) for key, label in flatten_choices(field.choices)}
        values = value if isinstance(value, list) else [value]
        return "\n".join(names.get(str(each), str(each)) for each in values)
    return "\n".join(value) if isinstance(value, list) else str(value)
