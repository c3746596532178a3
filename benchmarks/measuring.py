"""Every figure of a portal that is already open, in the order of the table."""

import os

import django
from django.db import connection

from . import hot_convening, invoices, pages, team_posts, wellbeing
from .crowd import processes, threads
from .filling import create_calendar, create_leads
from .pages import EMPTY, LIST
from .portal import SITE_URL, memory_figure
from .starting import DIRECTORY, import_figure

RUSHING_TEAMS = 50


def measure(port, web, sizes):
    imports = directory_figures()
    say(f"Filling the calendar with {sizes.convenings} convenings and signing {sizes.leads} leads in")
    names = names_of(*create_calendar(sizes.convenings))
    leads = create_leads(sizes.leads, team_size=5)
    rushing = create_leads(RUSHING_TEAMS, team_size=6)
    analyze()
    found = page_figures(port, names, leads, rushing, sizes) + deed_figures(leads, sizes)
    return [*found, memory_figure(web), *money_figures(sizes), *imports]


def money_figures(sizes):
    say(f"Issuing invoices, {sizes.invoices} of them to one district")
    return [
        invoices.invoice_figure(invoices=30, rounds=sizes.rounds),
        invoices.account_figure(invoices=sizes.invoices),
    ]


def directory_figures():
    if not DIRECTORY.exists():
        say(f"Leaving out the import, for want of {DIRECTORY.name}")
        return []
    say("Importing the directory")
    return [import_figure("import of CDE's directory", os.environ)]


def names_of(one_day, institute):
    """{path: (what it is called, the least ratio to the empty page)}."""
    return {
        one_day.get_absolute_url(): ("convening detail, one day", 0.10),
        institute.get_absolute_url(): ("convening detail, the fullest", 0.10),
        LIST: ("list of convenings", 0.08),
    }


def page_figures(port, names, leads, rushing, sizes):
    """All that goes through gunicorn."""
    site = {"site_url": SITE_URL}
    with processes(sizes.clients) as crowd:
        say("Opening pages")
        timing = {"crowd": crowd, "rounds": sizes.rounds, "duration": sizes.duration}
        pace = pages.paces(port, [EMPTY, *names], **timing, **site)
        say("Registering teams over HTTP")
        form_pace = team_posts.form_pace(port, leads, crowd=crowd, rounds=sizes.rounds, **site)
        say("Answering a survey")
        answer_pace = wellbeing.answer_pace(port, crowd=crowd, answers=sizes.leads, rounds=sizes.rounds, **site)
    say("Rushing for the last seats")
    with threads(RUSHING_TEAMS) as crowd:
        rush = team_posts.rush_seconds(port, rushing, crowd=crowd, rounds=sizes.rounds, **site)
    return [
        *pages.page_figures(pace, names),
        *pages.query_figures(names),
        team_posts.form_figure(form_pace, yardstick=pace[EMPTY], clients=sizes.clients),
        team_posts.rush_figure(rush, teams=RUSHING_TEAMS),
        wellbeing.answer_figure(answer_pace, yardstick=pace[EMPTY], clients=sizes.clients),
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
