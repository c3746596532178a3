"""Teams registered over HTTP: their leads' browsers send the form, and the database says what came of it."""

from collections import Counter

from django.db.models import Count

from convenings.models import Registration

from .browsing import browse_all, post
from .crowd import per_second, seconds, typical
from .figures import Figure
from .filling import create_hot_convening, form_of
from .hot_convening import dealt
from .pages import refuse_errors

TEAMS_A_SECOND, RUSH_SECONDS, RUSH_SEATS = 40, 3.0, 120


def form_pace(port, leads, *, crowd, rounds, site_url):
    """Teams a second at `crowd.size` clients on one convening, half of whose teams wait in line."""

    def one_round():
        convening = create_hot_convening(seats=len(leads) * len(leads[0].seats) // 2)
        laps = send_forms(port, convening, leads, crowd=crowd, site_url=site_url)
        assert states_at(convening, seats=len(leads[0].seats)).total() == len(leads)
        return {"form": per_second(laps)}

    return typical(one_round, rounds=rounds)["form"]


def rush_seconds(port, leads, *, crowd, rounds, site_url):
    """How long it takes when every lead sends the form at the same moment."""
    size = len(leads[0].seats)
    fits = RUSH_SEATS // size

    def one_round():
        convening = create_hot_convening(seats=RUSH_SEATS)
        laps = send_forms(port, convening, leads, crowd=crowd, site_url=site_url)
        assert states_at(convening, seats=size) == Counter(confirmed=fits, waitlisted=len(leads) - fits)
        return {"rush": seconds(laps)}

    return typical(one_round, rounds=rounds)["rush"]


def send_forms(port, convening, leads, *, crowd, site_url):
    path = f"{convening.get_absolute_url()}register/"
    requests = [post(path, form_of(lead), site_url=site_url, cookies=lead.cookies) for lead in leads]
    laps = crowd.go(browse_all, [(port, part) for part in dealt(requests, crowd.size)])
    # A team that is registered is led to its own page; one that is not gets the form again, with a 200.
    refuse_errors(laps, wanted=302)
    return laps


def states_at(convening, *, seats):
    """How many teams are in which state, counting those with all their seats."""
    whole = Registration.objects.filter(convening=convening).annotate(n=Count("seats")).filter(n=seats)
    return Counter(str(state) for state in whole.values_list("state", flat=True))


def form_figure(pace, *, yardstick, clients):
    return Figure(
        f"team of 5 over HTTP, {clients} clients",
        f"{pace:,.0f} teams a second",
        f"{yardstick:,.0f} a second",
        f"{pace / yardstick:.2f}",
        f"≥ {TEAMS_A_SECOND} a second",
        pace >= TEAMS_A_SECOND,
    )


def rush_figure(taken, *, teams):
    return Figure(
        f"{teams} teams of 6 at once for {RUSH_SEATS} seats: 20 in, 30 in line, no error",
        f"{taken:.2f} s",
        aim=f"< {RUSH_SECONDS:.0f} s",
        is_met=taken < RUSH_SECONDS,
    )
