"""Posters, slips and words for one activity; papers name no person."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify

from lmi_portal.family_language import family_languages
from wellbeing.activities.promoting import FLYER, POSTER, render_promotion, texts_of
from wellbeing.models import Activity


def promotion(request, cd_code, pk):
    activity = _activity(request, pk)
    context = {"activity": activity, "texts": texts_of(activity)}
    return render(request, "wellbeing/promotion/promotion.html", context)


def poster(request, cd_code, pk):
    """?language=es in Spanish."""
    return _paper(request, pk, POSTER, "poster")


def flyer(request, cd_code, pk):
    return _paper(request, pk, FLYER, "flyer")


def _paper(request, pk, template, name):
    activity, language = _activity(request, pk), request.GET.get("language", "en")
    if language not in family_languages():
        raise Http404
    paper = render_promotion(template, activity, language=language, now=request.standing.now)
    file = f"{name}-{slugify(activity.title)[:40] or activity.pk}-{language}.pdf"
    return HttpResponse(
        paper, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{file}"'}
    )


def _activity(request, pk):
    """One that takes place, or may; nobody is told of what was canceled."""
    rows = request.standing.program.activities.exclude(state=Activity.State.CANCELLED).select_related("worksite")
    activity = get_object_or_404(rows, pk=pk)
    activity.program = request.standing.program
    return activity
