"""Each scenario at its smallest, so that the benchmarks go on working; what they measure is not looked at."""

from urllib.parse import urlsplit

import pytest
from django.db import connection

from benchmarks import figures, hot_convening, invoices, pages, team_posts
from benchmarks.crowd import threads
from benchmarks.filling import create_calendar, create_leads
from benchmarks.hot_convening import register_leads
from benchmarks.measuring import names_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("benchmarks.urls")]


@pytest.fixture
def portal(live_server, settings):
    """(port, site_url) of this process's own web server."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return urlsplit(live_server.url).port, live_server.url


def test_pages_are_opened_and_their_queries_counted(portal):
    port, site_url = portal
    paths = [pages.EMPTY, *names_of(*create_calendar(4))]

    with threads(1) as crowd:
        pace = pages.paces(port, paths, crowd=crowd, rounds=1, duration=0.01, site_url=site_url)

    assert list(pace) == paths
    assert [pages.query_count(path) > 0 for path in paths] == [False, True, True, True]


def test_page_that_fails_is_not_measured(portal):
    port, site_url = portal

    with threads(1) as crowd, pytest.raises(pages.PageFailed, match="Status 404 where 200 was due"):
        pages.paces(port, ["/nowhere/"], crowd=crowd, rounds=1, duration=0.01, site_url=site_url)


def test_teams_are_registered_over_http(portal):
    port, site_url = portal
    leads = create_leads(2, team_size=5)

    with threads(2) as crowd:
        assert team_posts.form_pace(port, leads, crowd=crowd, rounds=1, site_url=site_url) > 0


def test_teams_rush_for_the_last_seats(portal, monkeypatch):
    port, site_url = portal
    monkeypatch.setattr(team_posts, "RUSH_SEATS", 6)

    with threads(2) as crowd:
        taken = team_posts.rush_seconds(port, create_leads(2, team_size=6), crowd=crowd, rounds=1, site_url=site_url)

    assert taken > 0


def test_deed_is_measured_against_the_same_rows_in_bare_sql():
    leads = create_leads(2, team_size=3)

    with threads(1) as crowd:
        if connection.vendor == "postgresql":
            assert set(hot_convening.paces(leads, crowd=crowd, rounds=1)) == {"deed", "bare SQL"}
        else:
            convening = hot_convening.create_hot_convening(seats=3)
            [lap] = crowd.go(register_leads, [(convening.pk, leads)])
            assert lap.outcomes == ["confirmed", "waitlisted"]


def test_invoices_are_measured_against_typst_alone():
    figure = invoices.invoice_figure(invoices=1, rounds=1)

    assert figure.aim == "ratio ≥ 0.50"
    assert float(figure.ratio) > 0


def test_queries_of_an_account_page_are_counted():
    figure = invoices.account_figure(invoices=3)

    assert int(figure.measured) > 0


def test_summary_names_what_falls_short():
    found = [
        figures.against("detail", 30, 100, aim=0.10),
        figures.against("list", 5, 100, aim=0.08),
        figures.Figure("memory", "90 MiB"),
    ]

    assert figures.summary(found) == "1 of 2 aims are met. Short: list."
    assert figures.table(found).splitlines()[2].split(" | ")[3:5] == ["0.30 ", "ratio ≥ 0.10"]


def test_figures_are_kept_in_the_place_of_the_earlier_ones(tmp_path, monkeypatch):
    readme = tmp_path / "README.md"
    marked = "Before\n<!-- figures -->\n\n%s \\1\n\n<!-- end of figures -->\nAfter\n"
    readme.write_text(marked % "Old")
    monkeypatch.setattr(figures, "README", readme)

    figures.keep("New \\1")

    assert readme.read_text() == marked % "New"
