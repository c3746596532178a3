"""Published minutes, for all employees on the list."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from lmi_portal.family_language import in_family_language
from wellbeing.committee.record import record_of
from wellbeing.standing import language_of_reader


@in_family_language(language_of_reader)
def minutes_list(request, cd_code):
    rows = request.standing.program.meetings.published().order_by("-starts_at", "-pk")
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    return render(request, "family/wellbeing/minutes_list.html", {"page": page})


@in_family_language(language_of_reader)
def minutes(request, cd_code, pk):
    row = get_object_or_404(request.standing.program.meetings.published(), pk=pk)
    row.program = request.standing.program
    return render(request, "family/wellbeing/minutes.html", record_of(row))
