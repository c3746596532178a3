"""register_team on one convening that everybody wants, beside the same rows written by bare SQL."""

import time
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from convenings.models import Convening, Registration
from convenings.registering import register_team
from districts.models import District, Side
from lmi_portal.accounts.models import User

from .bare_sql import copies_for, insert_teams
from .crowd import Lap, per_second, typical, wait_for_all
from .figures import against
from .filling import create_hot_convening

AIM = 0.25


def register_leads(convening_id, leads):
    """One deed for each lead; the outcomes are the states that the teams were given."""
    convening = Convening.objects.get(pk=convening_id)
    people, districts = User.objects.in_bulk(), District.objects.in_bulk()
    wait_for_all()
    started, outcomes = time.monotonic(), []
    for lead in leads:
        registration = register_team(
            convening=convening,
            district=districts[lead.district_id],
            registered_by=people[lead.user_id],
            side=Side.MANAGEMENT,
            seats=list(lead.seats),
            submission=uuid4(),
            now=timezone.now(),
        )
        outcomes.append(str(registration.state))
    ended = time.monotonic()
    connection.close()
    return Lap(started, ended, outcomes)


def insert_copies(convening_id, teams):
    connection.ensure_connection()
    # The driver's own connection: nothing of Django's stands between.
    database = connection.connection
    database.autocommit = False
    lap = insert_teams(database, convening_id, teams)
    connection.close()
    return lap


def paces(leads, *, crowd, rounds):
    """{"deed": …, "bare SQL": …} in teams a second, half of each round's teams in and half in line."""

    def one_round():
        convening, twin = (create_hot_convening(seats=len(leads) * len(leads[0].seats) // 2) for _n in range(2))
        deeds = crowd.go(register_leads, [(convening.pk, part) for part in dealt(leads, crowd.size)])
        copies = copies_for(twin, of=convening)
        inserts = crowd.go(insert_copies, [(twin.pk, part) for part in dealt(copies, crowd.size)])
        assert_same_rows(convening, twin, count=len(leads))
        return {"deed": per_second(deeds), "bare SQL": per_second(inserts)}

    return typical(one_round, rounds=rounds)


def assert_same_rows(convening, twin, *, count):
    """A pace means nothing unless both wrote the same."""
    convening.refresh_from_db(), twin.refresh_from_db()
    deeds, copies = (
        Registration.objects.filter(convening=each)
        .order_by("state", "place_in_line")
        .with_totals()
        .values_list("state", "place_in_line", "seat_count")
        for each in (convening, twin)
    )
    assert list(deeds) == list(copies)
    assert len(deeds) == count
    assert convening.next_in_line == twin.next_in_line


def dealt(things, hands):
    return [things[hand::hands] for hand in range(hands)]


def figure(pace, *, clients):
    name = "register_team, one after another" if clients == 1 else f"register_team, {clients} at once"
    return against(name, pace["deed"], pace["bare SQL"], unit="teams a second", aim=AIM)
