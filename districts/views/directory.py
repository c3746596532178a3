"""The public directory: as a list, and as files."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from districts.filtering import read_directory_filter
from districts.models import District
from districts.publishing import cells_of, directory_document, facts_of, headings
from districts.sorting import SORTS, headings_of
from lmi_portal.spreadsheets import Sheet, csv_response

A_PAGE = 50
NEAREST = 10


# Without it, Back could show what htmx asked for as if it were the whole page.
@login_not_required
@vary_on_headers("HX-Request")
def district_list(request):
    """The address narrows it: ?q=csea+127&region=3&kind=unified&sort=county&page=2; htmx asks for the rows alone."""
    asked = read_directory_filter(request.GET)
    found = asked.in_order(asked.narrow()).select_related("county").with_shown_units()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"asked": asked, "page": page, "headings": headings_of(asked)}
    if asked.q and not page.paginator.count:
        context |= _instead_of(asked)
    if not request.htmx:
        return render(request, "districts/district_list.html", context | {"sorts": SORTS.items()})
    response = render(request, "districts/_directory.html", context)
    # The form sends what is left empty too; the address to share has what is asked alone.
    response["HX-Replace-Url"] = asked.link()
    return response


def _instead_of(asked):
    """Where words find nothing: whether they would without the other choices, and what is spelled much like them."""
    if asked.has_choices() and District.objects.found_by(asked.q).exists():
        return {"without_choices": asked.words_alone().link()}
    near = District.objects.spelled_like(asked.q).with_participation().with_case_study()
    return {"near": list(asked.narrow_by_choices(near)[:NEAREST])}


@login_not_required
def directory_csv(request):
    rows = facts_of(_shown(read_directory_filter(request.GET)))
    return csv_response(Sheet("lmi-districts", headings(), map(cells_of, rows)))


@login_not_required
def directory_json(request):
    asked = read_directory_filter(request.GET)
    districts = _shown(asked)
    return StreamingHttpResponse(
        directory_document(asked, districts, count=districts.count()), content_type="application/json"
    )


def _shown(asked):
    return asked.in_order(asked.narrow())
