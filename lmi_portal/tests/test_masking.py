import logging
from io import StringIO

import pytest
from django.core import signing
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """What the portal's own handler writes."""
    [handler] = [one for one in logging.getLogger().handlers if one.name == "log"]
    earlier = handler.setStream(StringIO())
    yield handler.stream
    handler.setStream(earlier)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/account/shared/{}/", "WARNING django.request: Gone: /account/shared/…/\n"),
        (
            "/convenings/following/{}/leave/at-once/",
            "WARNING django.request: Not Found: /convenings/following/…/leave/at-once/\n",
        ),
    ],
)
@pytest.mark.parametrize("compress", [False, True])
def test_log_says_which_page_was_refused_and_not_by_which_link(log, path, line, compress):
    token = signing.dumps([17, "ap@example.org" * 9], salt="of another portal", compress=compress)

    Client().get(path.format(token))

    assert log.getvalue() == line


def test_form_that_is_refused_does_not_log_its_link(log):
    Client(enforce_csrf_checks=True).post(f"/account/shared/{signing.dumps(17)}/pay/")

    said = "Forbidden (CSRF cookie not set.): /account/shared/…/pay/"
    assert log.getvalue() == f"WARNING django.security.csrf: {said}\n"
