"""Two rows that are one: staff choose which stays, read what will happen, and it happens as they read it."""

import hashlib

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget

NAMED_AT_MOST = 8


class CannotMerge(Exception):
    """Why two rows cannot be made one, in words for staff."""


class KeepForm(forms.Form):
    keep = forms.TypedChoiceField(label=_("Which one stays?"), coerce=int, widget=UnfoldAdminRadioSelectWidget)

    def __init__(self, *args, rows, describe, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [(row.pk, describe(row)) for row in rows]


def relations_to(model):
    """Every relation that points to `model`, of whatever app, by the name under which a test knows it.

    {"districts.Membership.user": relation, …}; `relation.field` is the foreign key.
    """
    return {
        f"{relation.related_model._meta.label}.{relation.field.name}": relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.is_relation and relation.auto_created and not relation.concrete
    }


def move_rows(relation, *, gone, keep):
    """Let the rows that point to `gone` point to `keep`; returns how staff know them."""
    rows = relation.related_model._base_manager.filter(**{relation.field.name: gone}).order_by("pk")
    moved = [str(row) for row in rows]
    rows.update(**{relation.field.name: keep})
    return moved


def in_few_words(names):
    """“A; B; C”, and how many more there are beyond eight."""
    more = len(names) - NAMED_AT_MOST
    shown = "; ".join(names[:NAMED_AT_MOST])
    return shown if more <= 0 else _("%(names)s, and %(more)s more") % {"names": shown, "more": more}


def to_merge_page(request, rows, *, page, back):
    """The answer to an admin action “Merge two…”: the page `page` for exactly two rows, else a sentence."""
    chosen = sorted(rows.values_list("pk", flat=True))
    if len(chosen) != 2:
        messages.error(request, _("Select exactly two rows that are one."))
        return redirect(back)
    return redirect(f"{reverse(page)}?{urlencode({'row': chosen}, doseq=True)}")


def two_rows(request, queryset):
    """The two that ?row=3&row=7 names, or Http404."""
    chosen = {int(text) for text in request.GET.getlist("row") if text.isascii() and text.isdigit() and len(text) < 10}
    rows = list(queryset.filter(pk__in=chosen).order_by("pk"))
    if len(rows) != 2:
        raise Http404
    return rows


def merge_page(model_admin, request, rows, *, deed, describe, sentences, back):
    """Choose, look over, do: three turns at one address, the second a rehearsal that is rolled back.

    `deed(keep=, gone=)` returns its outcome or raises CannotMerge; `sentences(outcome)` tells it. Where the sentences
    are no longer those that were read, nothing is done, and they are shown anew.
    """
    step, told = request.POST.get("step"), None
    form = KeepForm(request.POST if step in {"look", "do"} else None, rows=rows, describe=describe)
    if form.is_valid():
        keep, gone = rows if form.cleaned_data["keep"] == rows[0].pk else reversed(rows)
        try:
            with transaction.atomic():
                told = [str(sentence) for sentence in sentences(deed(keep=keep, gone=gone))]
                is_agreed = step == "do" and request.POST.get("agreed") == _digest(told)
                transaction.set_rollback(not is_agreed)
        except CannotMerge as refusal:
            form.add_error(None, str(refusal))
            told = None
        else:
            if is_agreed:
                messages.success(request, _("Merged. The audit trail lists what moved."))
                return redirect(back)
    context = model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": _("Merge two that are one"),
        "rows": rows,
        "form": form,
        "sentences": told,
        "agreed": _digest(told) if told else "",
        "has_changed": step == "do" and told is not None,
        "back": back,
    }
    return TemplateResponse(request, "admin/merge.html", context)


def _digest(sentences):
    return hashlib.sha256("\n".join(sentences).encode()).hexdigest()
