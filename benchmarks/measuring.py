"""Every figure of a portal that is already open, in the order of the table."""

import os

import django
from django.db import connection

from . import hot_convening, pages, team_posts
from .crowd import processes, threads
from .filling import create_calendar, create_leads
from .pages import EMPTY, LIST
from .portal import SITE_URL, memory_figure
from .starting import DIRECTORY, import_figure

RUSHING_TEAMS = 50


def measure(port, web, sizes):
    say("Importing the directory")
    figures = [import_figure("import of CDE's directory, PostgreSQL", os.environ)] if DIRECTORY.exists() else []
    say(f"Filling the calendar with {sizes.convenings} convenings and signing {sizes.leads} leads in")
    detail = create_calendar(sizes.convenings).get_absolute_url()
    leads = create_leads(sizes.leads, team_size=5)
    rushing = create_leads(RUSHING_TEAMS, team_size=6)
    analyze()
    figures = page_figures(port, detail, leads, rushing, sizes) + deed_figures(leads, sizes) + figures
    return [*figures, memory_figure(web)]


def page_figures(port, detail, leads, rushing, sizes):
    """All that goes through gunicorn."""
    site = {"site_url": SITE_URL}
    with processes(sizes.clients) as crowd:
        say("Opening pages")
        timing = {"crowd": crowd, "rounds": sizes.rounds, "duration": sizes.duration}
        pace = pages.paces(port, [EMPTY, detail, LIST], **timing, **site)
        say("Registering teams over HTTP")
        form_pace = team_posts.form_pace(port, leads, crowd=crowd, rounds=sizes.rounds, **site)
    say("Rushing for the last seats")
    with threads(RUSHING_TEAMS) as crowd:
        rush = team_posts.rush_seconds(port, rushing, crowd=crowd, rounds=sizes.rounds, **site)
    return [
        *pages.page_figures(pace, detail=detail),
        *pages.query_figures({"convening detail": detail, "list of convenings": LIST}),
        team_posts.form_figure(form_pace, yardstick=pace[EMPTY], clients=sizes.clients),
        team_posts.rush_figure(rush, teams=RUSHING_TEAMS),
    ]


def deed_figures(leads, sizes):
    figures = []
    for clients in (1, sizes.clients):
        say(f"Registering teams by the deed alone, {clients} at once")
        with processes(clients, prepare=django.setup) as crowd:
            pace = hot_convening.paces(leads, crowd=crowd, rounds=sizes.rounds)
        figures.append(hot_convening.figure(pace, clients=clients))
    return figures


def analyze():
    """So that the database plans with what is on file, as it does after a night in production."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def say(what):
    print(f"{what} …", flush=True)
