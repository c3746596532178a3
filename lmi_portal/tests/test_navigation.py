import pytest
from django.urls import resolve

from districts.tests.factories import create_user
from lmi_portal.navigation import OWN, PUBLIC_PATHS, own_links_of, sections_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", PUBLIC_PATHS)
def test_public_parts_open_without_an_account(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", [path for _name, path in OWN])
def test_own_parts_are_there(path):
    assert resolve(path)


def current(path):
    links = [link for section in sections_of(path) for link in section.links] + own_links_of(path)
    return [(link.path, link.current) for link in links if link.current]


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", []),
        ("/convenings/", [("/convenings/", "page")]),
        ("/convenings/valley-2027/", [("/convenings/", "true")]),
        ("/districts/", [("/districts/", "page")]),
        ("/districts/3467447/", [("/districts/", "true")]),
        ("/districts/map/", [("/districts/map/", "page")]),
        ("/districts/join/3467447/", [("/districts/join/", "true")]),
        ("/library/some-guide/", [("/library/", "true")]),
        ("/oasis/", [("/oasis/", "page")]),
        ("/oasis/start/", [("/oasis/", "true")]),
        ("/oasis/providers/", [("/oasis/providers/", "page")]),
        ("/wellbeing/", [("/wellbeing/", "page")]),
        ("/wellbeing/3467447/", [("/wellbeing/", "true")]),
        ("/wellbeing/mine/", [("/wellbeing/mine/", "page")]),
        ("/wellbeing/highlights/3467447/2026/", [("/wellbeing/highlights/", "true")]),
        ("/accounts/login/", []),
    ],
)
def test_one_link_says_where_one_is(path, marked):
    assert current(path) == marked


def test_section_of_the_page_is_marked():
    assert [section.current for section in sections_of("/practices/")] == ["", "", "true", "", "", ""]


def test_top_bar_is_short_and_the_footer_maps_the_site(client):
    html = client.get("/").content.decode()
    header, footer = html[html.index("<header") : html.index("</header>")], html[html.index("<footer") :]

    assert header.count("<summary") == 6
    assert [path for path in PUBLIC_PATHS if f'href="{path}"' not in header] == []
    assert [path for path in PUBLIC_PATHS if f'href="{path}"' not in footer] == []


def test_own_links_show_to_those_who_are_signed_in(client):
    assert 'href="/teams/"' not in client.get("/").content.decode()

    client.force_login(create_user())

    assert 'href="/teams/"' in client.get("/").content.decode()
