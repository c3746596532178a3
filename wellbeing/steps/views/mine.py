from django.shortcuts import redirect, render

from wellbeing.steps.places import places_of


def mine(request):
    """Where somebody goes who wants the well-being program of their district: on to it, or a choice of them."""
    places = places_of(request.user)
    if len(places) == 1:
        return redirect(places[0].path)
    return render(request, "wellbeing/steps/mine.html", {"places": places})
