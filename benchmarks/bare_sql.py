"""The yardstick of register_team: the rows that it wrote, written again by bare SQL under the same lock."""

import json
import time
from dataclasses import dataclass
from email.utils import make_msgid
from uuid import uuid4

from psycopg2.extras import Json, execute_values, register_uuid

from billing.models import Counter
from convenings.models import Convening, Registration
from convenings.seating import new_code
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .crowd import Lap, wait_for_all

CONVENING = Convening._meta.db_table
COUNTER = Counter._meta.db_table
# Papers of the twin are numbered in a century of their own.
CENTURY = 100


@dataclass(frozen=True)
class Rows:
    """Some rows of one table, the database's own key left out."""

    table: str
    columns: list
    values: list


@dataclass(frozen=True)
class TeamRows:
    """All that one registration wrote; keys that the database gives go into the rows that link to them.

    `invoice`, its `lines` and its ledger `entry` are None for a team that waits in line.
    """

    bill: Rows
    registration: Rows
    seats: Rows
    others: list
    is_waiting: bool
    invoice: Rows | None = None
    lines: Rows | None = None
    entry: Rows | None = None


def copies_for(convening, *, of):
    """The rows of each registration at the convening `of`, as they would stand at the empty `convening`."""
    teams = Registration.objects.filter(convening=of).select_related("bill").order_by("pk")
    return [_copy(registration, convening) for registration in teams]


def _copy(registration, convening):
    code, old_code, bill = new_code(), registration.code, registration.bill
    invoice = bill.invoices.standing().first()
    emails = list(Email.objects.filter(reason__contains=f":{old_code}:"))
    entries = list(Entry.objects.filter(subject_type="convenings.registration", subject_key=str(registration.pk)))
    money = {}
    if invoice:
        emails += Email.objects.filter(reason__endswith=f":{invoice.number}")
        entries += Entry.objects.filter(subject_type="billing.invoice", subject_key=str(invoice.pk))
        money = {"lines": _rows(list(invoice.lines.all())), "entry": _rows([invoice.entry])}
        invoice.fiscal_year += CENTURY
        invoice.number = f"twin-{invoice.number}"
        money["invoice"] = _rows([invoice])
    for email in emails:
        email.reason, email.message_id = (
            f"twin:{email.reason}".replace(old_code, code),
            make_msgid(domain="example.org"),
        )
    seats = list(registration.seats.all())
    registration.code, registration.submission, registration.convening = code, uuid4(), convening
    bill.code = code
    return TeamRows(
        bill=_rows([bill]),
        registration=_rows([registration]),
        seats=_rows(seats),
        others=[_rows(entries), _rows(emails)],
        is_waiting=registration.state == Registration.State.WAITLISTED,
        **money,
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
    [(bill,)] = _insert(cursor, team.bill)
    [(registration,)] = _insert(cursor, team.registration, bill_id=bill)
    _insert(cursor, team.seats, registration_id=registration)
    for rows in team.others:
        _insert(cursor, rows)
    if team.invoice:
        # The same counter is locked that the deed locks, or nobody would take turns here.
        cursor.execute(f"UPDATE {COUNTER} SET last = last WHERE series = %s", [Counter.Series.INVOICE])
        [(invoice,)] = _insert(cursor, team.invoice, bill_id=bill)
        _insert(cursor, team.lines, invoice_id=invoice)
        _insert(cursor, team.entry, invoice_id=invoice)


def _insert(cursor, rows, **links):
    values = [
        [links.get(column, value) for column, value in zip(rows.columns, row, strict=True)] for row in rows.values
    ]
    columns = ", ".join(f'"{column}"' for column in rows.columns)
    statement = f"INSERT INTO {rows.table} ({columns}) VALUES %s RETURNING id"
    return execute_values(cursor, statement, values, fetch=True)
