"""One district’s page: who it is, what is on record of it, and what only the people at its table see."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render

from districts.models import District


@login_not_required
def district(request, cd_code):
    found = get_object_or_404(District.objects.select_related("county"), cd_code=cd_code)
    return render(request, "districts/district.html", {"district": found})
