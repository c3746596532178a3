"""Samples to copy, and the same list for everyone to read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellbeing.activities.copying import copy_sample
from wellbeing.activities.samples import samples_like
from wellbeing.models import Activity, Shift


def samples(request, cd_code):
    """?kind=food&shift=night narrows it."""
    return render(request, "wellbeing/samples/samples.html", _choice(request))


@login_not_required
def sample_list(request):
    return render(request, "wellbeing/samples/public.html", _choice(request))


@require_POST
def sample_copy(request, cd_code, slug):
    sample = next((each for each in samples_like() if each.slug == slug), None)
    if sample is None:
        raise Http404
    standing = request.standing
    activity = copy_sample(program=standing.program, sample=sample, by=request.user, now=standing.now)
    messages.success(request, _("Copied as a draft. Set its day and place; employees see it once you open it."))
    return redirect("wellbeing:activity_edit", cd_code, activity.pk)


def _choice(request):
    kind, shift = request.GET.get("kind", ""), request.GET.get("shift", "")
    kind = kind if kind in Activity.Kind else ""
    shift = shift if shift in Shift else ""
    return {
        "samples": samples_like(kind=kind, shift=shift),
        "kinds": Activity.Kind.choices,
        "shifts": Shift.choices,
        "kind": kind,
        "shift": shift,
    }
