"""The calendar as files that other programs read."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from convenings.calendar_files import calendar_of
from convenings.feeds import ConveningFeed, convenings_to_follow
from convenings.permissions import convenings_shown_to
from convenings.publishing import facts_of, headings, published_convenings
from lmi_portal.calendar_writing import MIME_TYPE
from lmi_portal.spreadsheets import Sheet, csv_response, json_response

FILE = "lmi-convenings"
_rss = ConveningFeed()


@login_not_required
def feed_ics(request):
    convenings = convenings_to_follow(on=timezone.localdate()).prefetch_related("days")
    return _calendar(calendar_of(convenings, name=_("LMI convenings")), "lmi-convenings.ics")


@login_not_required
def feed_rss(request):
    return _rss(request)


@login_not_required
def calendar_csv(request):
    rows = facts_of(published_convenings(), now=timezone.now())
    return csv_response(Sheet(FILE, headings(), (row.values() for row in rows)))


@login_not_required
def calendar_json(request):
    return json_response(FILE, facts_of(published_convenings(), now=timezone.now()))


@login_not_required
def calendar_file(request, slug):
    convening = get_object_or_404(convenings_shown_to(request), slug=slug)
    return _calendar(calendar_of([convening]), f"{convening.slug}.ics")


def _calendar(content, name):
    return HttpResponse(
        content, content_type=MIME_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
