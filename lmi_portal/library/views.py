"""The library: its resources as a list that is searched, one by one, their files, and RSS."""

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render

from lmi_portal.page_head import whole

from .bars import rows_of
from .feeds import ResourceFeed
from .file_words import words_of_file
from .models import Resource
from .permissions import resources_shown_to
from .searching import read_library_query
from .shelves import filters_of, offers
from .structured_data import resource_fact

ON_A_PAGE = 20
RELATED = 5

_rss = ResourceFeed()


@login_not_required
def resource_list(request):
    """The address narrows it: ?q=trust&kind=guide&topic=structures&audience=labor&year=2017&sort=title&page=2."""
    published, offered = Resource.objects.published(), offers()
    asked = read_library_query(request.GET, offered)
    found = asked.in_order(asked.find(published)).prefetch_related("topics")
    context = {
        "asked": asked,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "filters": filters_of(asked, offered, published),
        "everything_url": asked.link(words="", kind="", topic="", audience="", year=None),
    }
    return render(request, "library/resource_list.html", context)


@login_not_required
def resource(request, slug):
    shown = resources_shown_to(request).select_related("link_check").prefetch_related("topics", "audiences", "findings")
    resource = get_object_or_404(shown, slug=slug)
    context = {
        "structured_data": whole(resource_fact(resource)),
        "resource": resource,
        "rows": rows_of(resource.findings.all()),
        "file_words": words_of_file(resource),
        "related": resource.related()[:RELATED],
    }
    return render(request, "library/resource.html", context)


@login_not_required
def resource_file(request, slug):
    """The file as it came, to keep and never to run: no browser shows it on this portal's pages."""
    resource = get_object_or_404(resources_shown_to(request), slug=slug)
    if not resource.file or not default_storage.exists(resource.file.name):
        raise Http404
    return FileResponse(
        resource.file.open(), as_attachment=True, filename=resource.file_name, content_type=resource.file_kind
    )


@login_not_required
def feed_rss(request):
    return _rss(request)
