"""The yardstick of register_team: the rows that it wrote, written again by bare SQL under the same lock."""

import json
import time
from dataclasses import dataclass
from email.utils import make_msgid
from uuid import uuid4

from psycopg2.extras import Json, execute_values, register_uuid

from convenings.models import Convening, Registration, Seat
from convenings.seating import new_code
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .crowd import Lap, wait_for_all

CONVENING = Convening._meta.db_table
LINK = Seat._meta.get_field("registration").column


@dataclass(frozen=True)
class Rows:
    """Some rows of one table, the database's own key left out."""

    table: str
    columns: list
    values: list


@dataclass(frozen=True)
class TeamRows:
    """All that one registration wrote; its own key goes into `link` of its seats."""

    registration: Rows
    seats: Rows
    others: list
    is_waiting: bool


def copies_for(convening, *, of):
    """The rows of each registration at the convening `of`, as they would stand at the empty `convening`."""
    return [_copy(registration, convening) for registration in Registration.objects.filter(convening=of).order_by("pk")]


def _copy(registration, convening):
    code, old_code = new_code(), registration.code
    emails = list(Email.objects.filter(reason__contains=f":{old_code}:"))
    for email in emails:
        email.reason, email.message_id = email.reason.replace(old_code, code), make_msgid(domain="example.org")
    entries = list(Entry.objects.filter(subject_type="convenings.registration", subject_key=str(registration.pk)))
    seats = list(registration.seats.all())
    registration.code, registration.submission, registration.convening = code, uuid4(), convening
    return TeamRows(
        registration=_rows([registration]),
        seats=_rows(seats),
        others=[_rows(entries), _rows(emails)],
        is_waiting=registration.state == Registration.State.WAITLISTED,
    )


def _rows(instances):
    model = type(instances[0])
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    values = [[_plain(getattr(instance, field.attname)) for field in fields] for instance in instances]
    return Rows(model._meta.db_table, [field.column for field in fields], values)


def _plain(value):
    return Json(value, dumps=json.dumps) if isinstance(value, dict) else value


def insert_teams(database, convening_id, teams):
    """One transaction for each team; the outcomes are the states that the teams were given."""
    register_uuid()
    with database.cursor() as cursor:
        cursor.execute("SELECT 1")
        database.commit()
        wait_for_all()
        started, outcomes = time.monotonic(), []
        for team in teams:
            _insert_team(cursor, convening_id, team)
            database.commit()
            outcomes.append("waitlisted" if team.is_waiting else "confirmed")
        return Lap(started, time.monotonic(), outcomes)


def _insert_team(cursor, convening_id, team):
    cursor.execute(f"SELECT * FROM {CONVENING} WHERE id = %s FOR UPDATE", [convening_id])
    cursor.fetchone()
    if team.is_waiting:
        cursor.execute(f"UPDATE {CONVENING} SET next_in_line = next_in_line + 1 WHERE id = %s", [convening_id])
    [(key,)] = _insert(cursor, team.registration)
    link = team.seats.columns.index(LINK)
    _insert(cursor, team.seats, [[*row[:link], key, *row[link + 1 :]] for row in team.seats.values])
    for rows in team.others:
        _insert(cursor, rows)


def _insert(cursor, rows, values=None):
    columns = ", ".join(f'"{column}"' for column in rows.columns)
    statement = f"INSERT INTO {rows.table} ({columns}) VALUES %s RETURNING id"
    return execute_values(cursor, statement, values or rows.values, fetch=True)
