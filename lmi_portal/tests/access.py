"""Who may open which page: one table for each app, and one test that walks it.

    ACCESS = {
        "/teams/": {"visitor": LOGIN, "signed in": 200, "staff": 200},
        "/teams/K7QX/": {"visitor": LOGIN, "signed in": 404, "member": 200, "staff": 404},
    }

    def test_pages_open_to_those_who_may():
        assert_access(ACCESS, clients_of(visitor=None, **{"signed in": create_user(), "staff": create_staff()}))

An outcome is a status code, LOGIN for "sign in first", or the path a page sends people to. Roles that a row leaves out
are not asked. Users come from lmi_portal.accounts.tests.factories.
"""

from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse

from lmi_portal.accounts.tests.factories import sign_in_staff

LOGIN = "sign in"


def clients_of(**users):
    """One test client for each role; None stands for a visitor."""
    clients = {role: Client() for role in users}
    for role, user in users.items():
        if user is not None:
            sign_in_staff(clients[role], user) if user.is_staff else clients[role].force_login(user)
    return clients


def assert_access(table, clients):
    """Open every address of `table` in every role that its row names; each outcome that differs is told by a line."""
    strays = [
        f"{url} as {role}: {seen}, where the table says {wanted}"
        for url, row in table.items()
        for role, wanted in row.items()
        if (seen := outcome(clients[role].get(url))) != wanted
    ]
    assert strays == [], "\n".join(strays)


def outcome(response):
    if response.status_code not in {301, 302}:
        return response.status_code
    path = urlsplit(response.url).path
    return LOGIN if path == reverse("account_login") else path
