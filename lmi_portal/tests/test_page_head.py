import json
import re
from io import BytesIO

from django.template import engines
from django.utils.html import json_script
from PIL import Image

from lmi_portal.page_head import LONGEST, breadcrumbs, in_brief, known, linked_data
from lmi_portal.share_picture import PICTURE, draw

from .schema_org import facts_in

PAGE = '{%% extends "base.html" %%}{%% block title %%}%s{%% endblock %%}'
EVIL = "</script><script>alert(1)</script><!-- & \u2028"


def content_of(html, name):
    return re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)">', html)[1]


def test_title_stands_in_the_head_twice():
    html = engines["django"].from_string(PAGE % "  Teams\n of {{ who }} ").render({"who": 'A "B" & <C>'})

    title = "Teams of A &quot;B&quot; &amp; &lt;C&gt;"
    assert f"<title>{title} · LMI portal</title>" in html
    assert content_of(html, "og:title") == title


def test_description_stands_in_the_head_twice(client, db):
    html = client.get("/convenings/").content.decode()

    assert content_of(html, "description") == content_of(html, "og:description")


def test_addresses_are_whole_and_leave_the_query_out(client, db, settings):
    settings.SITE_URL = "https://portal.example.org"

    html = client.get("/convenings/?kind=series").content.decode()

    assert '<link rel="canonical" href="https://portal.example.org/convenings/">' in html
    assert content_of(html, "og:url") == "https://portal.example.org/convenings/"
    assert content_of(html, "og:image").startswith("https://portal.example.org/static/lmi-share")


def test_linked_data_ends_no_script_and_says_what_was_said():
    written = linked_data({"name": EVIL})

    inside = written.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert set("<>&\u2028") & set(inside) == set()
    assert json.loads(inside) == {"name": EVIL}


def test_control_json_by_itself_would_end_the_script():
    assert "</script>" in json.dumps({"name": EVIL})
    assert "</script><script>" not in json_script({"name": EVIL})


def test_only_what_is_known_is_said():
    assert known(at_type="Place", name="", url=None, geo={}, seats=0) == {"@type": "Place", "seats": 0}


def test_breadcrumbs_count_from_the_front_page():
    steps = breadcrumbs(("Front page", "/"), ("Convenings", "/convenings/"))["itemListElement"]

    assert [(step["position"], step["item"]["@id"]) for step in steps] == [
        (1, "http://localhost:8000/"),
        (2, "http://localhost:8000/convenings/"),
    ]


def test_page_without_facts_has_no_linked_data(client, db):
    assert b"ld+json" not in client.get("/accounts/login/").content


def test_share_picture_is_as_large_as_the_head_says_and_small_to_load():
    with Image.open(PICTURE) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert PICTURE.stat().st_size < 40_000


def test_share_picture_can_be_drawn_again():
    with Image.open(BytesIO(draw())) as again, Image.open(PICTURE) as kept:
        assert again.size == kept.size


def test_description_is_cut_where_search_engines_would_cut_it():
    assert in_brief("Valley", "", None, "a day together") == "Valley · a day together"
    assert len(in_brief("Valley", "a day together " * 20)) == LONGEST


def test_home_says_whose_portal_this_is(client, db):
    facts = facts_in(client.get("/").content.decode())

    assert [fact["@type"] for fact in facts] == ["Organization", "WebSite"]
