"""A page that says what will happen before it does."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from wellbeing.refusing import CannotDo


def confirm(request, deed, *, title, sentences, button, done, back):
    """Ask on GET, do it on POST; `back` is the name and the arguments of the page that the person returns to."""
    if request.method == "POST":
        try:
            deed()
        except CannotDo as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(back[0], *back[1:])
    context = {"title": title, "sentences": sentences, "button": button, "back": reverse(back[0], args=back[1:])}
    return render(request, "wellbeing/committee/confirm.html", context)


def refused(form, refusal):
    """Show a refusal at its field, where the form has it; what was typed stays."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def retyped(form, **values):
    """Show the form once more with other hidden values; what the person typed stays."""
    form.data = form.data.copy()
    for name, value in values.items():
        form.data[name] = value
