"""Who works at a site, and what they were trained in; no student is on these pages."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from oasis.forms.people import CompletionForm
from oasis.models import TrainingCompletion
from oasis.people import people_of, with_training
from oasis.training import CannotRecord, is_valid, missing_training, record_completion


def people(request):
    rows = with_training(list(people_of(request.reach)), on=request.reach.on)
    places = [(place, list(group)) for place, group in groupby(rows, key=lambda row: row[0].site or row[0].district)]
    return render(request, "oasis/people.html", {"places": places})


def training(request, pk):
    """What one person completed, and the form that records more of it."""
    assignment = get_object_or_404(people_of(request.reach), pk=pk)
    form = CompletionForm(request.POST or None, initial={"completed_on": request.reach.on} | request.typed)
    if form.is_valid() and _record(request, assignment.user, form):
        messages.success(request, _("Recorded."))
        return redirect("oasis:training", pk)
    completions = TrainingCompletion.objects.filter(user=assignment.user).select_related("module")
    context = {
        "assignment": assignment,
        "form": form,
        "missing": missing_training(assignment.user, on=request.reach.on),
        "completions": [(each, is_valid(each, on=request.reach.on)) for each in completions],
    }
    return render(request, "oasis/training.html", context)


def _record(request, user, form):
    try:
        return record_completion(user=user, recorded_by=request.user, now=timezone.now(), **form.cleaned_data)
    except CannotRecord as refusal:
        form.add_error(refusal.field, str(refusal))
