"""The page of one deed with money: typed, looked over, done."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from billing.refusing import CannotBill

from .forms import OnceForm


def deed_page(model_admin, request, *, title, row, form, deed, sentences, done, back, **context):
    """Three turns at one address; before anybody confirms, the deed is rehearsed and rolled back.

    `deed()` returns what came of it and may raise CannotBill, `sentences(outcome)` says it in a list while the
    rehearsal still stands, `done(outcome)` in one sentence once it has happened. `context` may hold `about`, sentences
    shown from the first, `warnings()`, and `button`.
    """
    step, told, warnings = request.POST.get("step"), None, context.pop("warnings", list)
    if step in {"look", "do"} and form.is_valid():
        try:
            with transaction.atomic():
                outcome = deed()
                if step == "look":
                    told = sentences(outcome)
                    transaction.set_rollback(True)
        except CannotBill as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            if step == "do":
                messages.success(request, done(outcome))
                return redirect(back)
    context |= model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": title,
        "row": row,
        "form": form,
        "is_asked": told is not None,
        "sentences": told,
        "warnings": warnings() if told is not None else [],
        "back": back,
    }
    return TemplateResponse(request, "admin/billing/deed.html", context)


def sent_before(request, rows):
    """The one of `rows` that this same form recorded when it was sent before, or None."""
    once = OnceForm(request.POST)
    return rows.filter(submission=once.cleaned_data["submission"]).first() if once.is_valid() else None
