"""Staff confirm a deed on a page that says what it will do."""

from dataclasses import dataclass

from django.contrib import messages
from django.template.response import TemplateResponse


@dataclass(frozen=True)
class Prospect:
    """What would happen to one row: `sentences`, or a `refusal`."""

    row: object
    sentences: list
    refusal: str = ""


def asked_and_confirmed(request):
    return request.method == "POST" and "confirmed" in request.POST


def confirmation_page(model_admin, request, *, title, prospects, form=None, action="", back):
    """Ask; `action` is the list's action that is to be posted once more, empty on a page of its own."""
    context = model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": title,
        "prospects": prospects,
        "has_willing": any(not prospect.refusal for prospect in prospects),
        "form": form,
        "action": action,
        "back": back,
    }
    return TemplateResponse(request, "convenings/admin/confirm.html", context)


def do_each(request, rows, deed, *, refusals, done):
    """Call `deed(row)` for each; a refusal is shown beside its row, and the others still happen."""
    for row in rows:
        try:
            deed(row)
        except refusals as refusal:
            messages.error(request, f"{row}: {refusal}")
        else:
            messages.success(request, f"{row}: {done}")
