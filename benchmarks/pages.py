"""How fast the public pages are beside an empty one from the same gunicorn, and how often they ask the database."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .browsing import browse_for, get
from .crowd import per_second, typical
from .figures import Figure, against

EMPTY, LIST = "/empty/", "/convenings/"
MOST_QUERIES = 6


class PageFailed(Exception):
    """A page answered with an error, so its pace means nothing."""


def paces(port, paths, *, crowd, rounds, duration, site_url):
    """{path: pages a second}; in each round every path has its turn."""

    def pace_of(path):
        laps = crowd.go(browse_for, [(port, get(path, site_url=site_url), duration)] * crowd.size)
        refuse_errors(laps, wanted=200)
        return per_second(laps)

    return typical(lambda: {path: pace_of(path) for path in paths}, rounds=rounds)


def refuse_errors(laps, *, wanted):
    strays = {status for lap in laps for status in lap.outcomes} - {wanted}
    if strays:
        raise PageFailed(f"Status {', '.join(map(str, sorted(strays)))} where {wanted} was due.")


def page_figures(pace, names):
    """`names` says for each path what it is called and the least ratio to the empty page."""
    return [against(name, pace[path], pace[EMPTY], aim=aim) for path, (name, aim) in names.items()]


def query_figures(names):
    counts = [(name, query_count(path)) for path, (name, _aim) in names.items()]
    return [
        Figure(f"queries of {name}", str(count), aim=f"≤ {MOST_QUERIES}", is_met=count <= MOST_QUERIES)
        for name, count in counts
    ]


def query_count(path):
    visitor = Client(SERVER_NAME=urlsplit(settings.SITE_URL).hostname)
    visitor.get(path, secure=True)
    with CaptureQueriesContext(connection) as queries:
        response = visitor.get(path, secure=True)
    assert response.status_code == 200, f"{path} answered {response.status_code}."
    return len(queries)
