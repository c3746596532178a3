"""Ways of working together, each with the districts that use it, what to read, and whom to ask."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from initiative.models import Practice, PracticeUse
from lmi_portal.library.models import Resource


@login_not_required
def practices(request):
    uses = PracticeUse.objects.shown().select_related("district").order_by("district__name", "pk")
    shown = Practice.objects.prefetch_related(Prefetch("uses", queryset=uses, to_attr="shown_uses"))
    return render(request, "initiative/practice_list.html", {"practices": shown})


@login_not_required
def practice(request, slug):
    shown = get_object_or_404(Practice, slug=slug)
    uses = shown.uses.shown().select_related("district__county", "case_study").order_by("district__name", "pk")
    resources = shown.resources.filter(pk__in=Resource.objects.published())
    context = {"practice": shown, "uses": uses, "resources": resources.order_by("title", "pk")}
    return render(request, "initiative/practice_detail.html", context)
