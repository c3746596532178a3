import logging
import os
import secrets
import subprocess
import sys
from io import StringIO

import pytest
from django.core import signing
from django.test import Client

from wellbeing.surveys.tokens import draw_link

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
        ("/wellbeing/sign/{}/", "WARNING django.request: Gone: /wellbeing/sign/…/\n"),
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


@pytest.mark.parametrize("colon", [":", "%3A", "%3a"])
def test_link_is_masked_as_a_mail_program_may_have_written_it(log, colon):
    token = signing.dumps(17).replace(":", colon)

    logging.getLogger("django.server").info('"GET /oasis/reply/%s/ HTTP/1.1" 200', token)

    assert log.getvalue() == 'INFO django.server: "GET /oasis/reply/…/ HTTP/1.1" 200\n'


def test_link_that_is_drawn_at_random_is_masked_and_a_long_word_is_not(log):
    Client().get(f"/oasis/welcome/{secrets.token_urlsafe(23)}A/")
    Client().get(f"/library/{'a-case-study-' * 2}of-two/")

    assert log.getvalue().splitlines() == [
        "WARNING django.request: Not Found: /oasis/welcome/…/",
        f"WARNING django.request: Not Found: /library/{'a-case-study-' * 2}of-two/",
    ]


@pytest.mark.parametrize("path", ["/wellbeing/here/{}/rating/", "/wellbeing/feed/{}/activities.ics"])
def test_link_that_is_signed_without_a_moment_is_masked(log, path):
    logging.getLogger("django.server").info(path.replace("{}", "%s"), signing.Signer(salt="of another portal").sign(17))

    assert log.getvalue().rstrip() == "INFO django.server: " + path.format("…")


def test_survey_link_is_masked(log):
    logging.getLogger("django.server").info("/wellbeing/answer/%s/", draw_link())

    assert log.getvalue() == "INFO django.server: /wellbeing/answer/…/\n"


WORKER = """
import logging, sys
import django
django.setup()
from lmi_portal.celery import app
app.log.setup(loglevel="INFO", redirect_stdouts=False)
for name in ["celery.app.trace", "celery.beat", "lmi_portal.mail"]:
    logging.getLogger(name).warning("see /wellbeing/answer/%s/", sys.argv[1])
"""


def test_worker_and_beat_mask_links_but_in_mails_that_are_printed():
    token, settings = draw_link(), os.environ | {"DJANGO_SETTINGS_MODULE": "lmi_portal.settings"}

    said = subprocess.run([sys.executable, "-c", WORKER, token], env=settings, capture_output=True, text=True)

    assert said.stderr.splitlines() == [
        "WARNING celery.app.trace: see /wellbeing/answer/…/",
        "WARNING celery.beat: see /wellbeing/answer/…/",
        f"WARNING lmi_portal.mail: see /wellbeing/answer/{token}/",
    ]
