"""What each public page tells search engines and other sites: the pages of the sitemap, as the demo has them."""

import re
from collections import Counter
from html import unescape
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from convenings.demo import load_calendar
from districts.demo import load_directory_facts
from districts.models import District
from initiative.demo import load_initiative
from lmi_portal.library.demo import load_library

from .schema_org import problems_of

pytestmark = pytest.mark.django_db

PORTAL = "http://localhost:8000"
FEW_DISTRICTS = 3


@pytest.fixture(scope="module")
def heads(django_db_setup, django_db_blocker):
    """{path: HTML} of every page in the sitemap, but for most of the thousand districts."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_directory_facts()
        load_library()
        load_calendar(today=timezone.localdate())
        load_initiative()
        client = Client()
        told = ElementTree.fromstring(client.get("/sitemap.xml").content).findall(".//{*}loc")
        paths = [location.text.removeprefix(PORTAL) for location in told]
        most = set(District.objects.order_by("pk").values_list("cd_code", flat=True)[FEW_DISTRICTS:])
        pages = {path: client.get(path) for path in paths if not is_one_of(path, most)}
        yield {path: page.content.decode() for path, page in pages.items()}
        transaction.set_rollback(True)


def is_one_of(path, cd_codes):
    return path.startswith("/districts/") and path.split("/")[2] in cd_codes


def content_of(html, name):
    return unescape(re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)">', html)[1])


def title_of(html):
    return unescape(re.search(r"<title>(.*?)</title>", html)[1])


def told_twice(words):
    """{what is said: the pages that say it} where more than one does."""
    times = Counter(words.values())
    return {said: [path for path, one in words.items() if one == said] for said, n in times.items() if n > 1}


def test_titles_are_each_page_s_own(heads):
    assert told_twice({path: title_of(html) for path, html in heads.items()}) == {}


def test_descriptions_are_each_page_s_own(heads):
    assert told_twice({path: content_of(html, "description") for path, html in heads.items()}) == {}


def test_descriptions_are_as_long_as_search_engines_show(heads):
    lengths = {path: len(content_of(html, "description")) for path, html in heads.items()}

    assert {path: length for path, length in lengths.items() if not 50 <= length <= 160} == {}


def test_pages_have_one_headline(heads):
    assert {path: html.count("<h1") for path, html in heads.items() if html.count("<h1") != 1} == {}


def test_pages_say_their_own_address(heads):
    canonical = {path: re.search(r'<link rel="canonical" href="([^"]*)">', html)[1] for path, html in heads.items()}

    assert {path: address for path, address in canonical.items() if address != PORTAL + path} == {}
    assert {path for path, html in heads.items() if content_of(html, "og:url") != PORTAL + path} == set()


@pytest.mark.parametrize("name", ["title", "description", "image", "image:alt", "site_name", "type"])
def test_pages_tell_other_sites_what_to_show(heads, name):
    assert {path for path, html in heads.items() if not content_of(html, f"og:{name}")} == set()


def test_pages_speak_schema_org(heads):
    assert {path: problems for path, html in heads.items() if (problems := problems_of(html))} == {}


def test_every_page_says_where_it_stands(heads):
    assert {path for path, html in heads.items() if "BreadcrumbList" not in html} == {"/"}
