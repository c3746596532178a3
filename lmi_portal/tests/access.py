"""Who may open which page: one table for each app, and one test that walks it.

    ACCESS = {
        "/teams/": {"visitor": LOGIN, "signed in": 200, "staff": 200},
        "/teams/K7QX/": {"visitor": LOGIN, "signed in": 404, "staff": 404},
    }

    def test_pages_open_to_those_who_may():
        clients = clients_of(visitor=None, **{"signed in": create_user(), "staff": create_staff()})
        assert_access(ACCESS, clients, under=["teams/"])

An outcome is a status code, LOGIN for "sign in first", or the path a page sends people to. Every row names every role.
Users come from lmi_portal.accounts.tests.factories.
"""

from urllib.parse import urlsplit

from django.test import Client
from django.urls import URLResolver, get_resolver, resolve, reverse

from lmi_portal.accounts.tests.factories import sign_in_staff

LOGIN = "sign in"
CLOSED = {LOGIN, 404}
# As Django begins a list to choose from where nobody wrote what to choose.
DASHES = b"---------"
SILENT_LIST = "open, with a list that does not say what to choose"


def clients_of(**users):
    """One test client for each role; None stands for a visitor."""
    clients = {role: Client() for role in users}
    for role, user in users.items():
        if user is not None:
            sign_in_staff(clients[role], user) if user.is_staff else clients[role].force_login(user)
    return clients


def assert_access(table, clients, *, under):
    """Open every address of `table` in every role; each outcome that differs is told by a line.

    What is closed to a role must be closed to its POST too. `under` are the beginnings of the routes that the table
    answers for: a page of theirs without an address in it is told as well.
    """
    strays = [f"{route} has no row" for route in sorted(routes_under(under) - {route_of(url) for url in table})]
    for url, row in table.items():
        for role, client in clients.items():
            wanted = row.get(role, "nothing")
            ways = [client.get, client.post] if wanted in CLOSED else [client.get]
            strays += [
                f"{url} as {role} by {way.__name__}: {seen}, where the table says {wanted}"
                for way in ways
                if (seen := outcome(way(url))) != wanted
            ]
    assert strays == [], "\n".join(strays)


def outcome(response):
    if response.streaming:
        list(response)  # Only a file that was read to its end is closed.
    if has_a_silent_list(response):
        return SILENT_LIST
    if response.status_code not in {301, 302}:
        return response.status_code
    path = urlsplit(response.url).path
    return LOGIN if path == reverse("account_login") else path


def has_a_silent_list(response):
    """Whether a page of the portal, the admin left out, offers a list whose first line says nothing."""
    is_ours = not response.request["PATH_INFO"].startswith("/admin/")
    return is_ours and not response.streaming and DASHES in response.content


def route_of(url):
    return resolve(urlsplit(url).path).route


def routes_under(beginnings):
    return {route for route, _name, _view in pages() if route.startswith(tuple(beginnings))}


def pages(patterns=None, route="", namespace=""):
    """Route, name and view of each page, the route as `resolve` tells it; all of the portal's unless `patterns`."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from pages(pattern.url_patterns, here, inner)
        else:
            yield here, f"{namespace}{pattern.name}", pattern.callback
