"""Staff confirm a deed on a page that says what it will do."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget


@dataclass(frozen=True)
class Prospect:
    """What would happen to one row: `sentences`, or a `refusal`."""

    row: object
    sentences: list
    refusal: str = ""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("The people concerned are told it in these words."),
    )


def form_to_confirm(request, form_class=forms.Form, **kwargs):
    """What the deed still asks for; it is valid only once it was confirmed on the page that asks."""
    return form_class(request.POST if "confirmed" in request.POST else None, **kwargs)


def confirmation_page(model_admin, request, *, title, prospects, form, back):
    """Ask; an action of the list is posted once more with its rows, one on a page of its own to that page."""
    context = model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": title,
        "prospects": prospects,
        "has_willing": any(not prospect.refusal for prospect in prospects),
        "form": form,
        "action": request.POST.get("action", ""),
        "back": back,
    }
    return TemplateResponse(request, "admin/confirm.html", context)


def do_each(request, rows, deed, *, refusals, done):
    """Call `deed(row)` for each; a refusal is shown beside its row, and the others still happen."""
    for row in rows:
        try:
            deed(row)
        except refusals as refusal:
            messages.error(request, f"{row}: {refusal}")
        else:
            messages.success(request, f"{row}: {done}")
