"""The calendar that the demo starts with: the real past, and a coming season that is always ahead of today."""

import csv
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from districts.models import District

from .days_written import pacific, read_days
from .models import AddOn, AgendaItem, CancellationStep, Convening, ConveningDay, ReminderRule, Speaker

FACTS = Path(__file__).parent / "facts"
SUMMER_INSTITUTE = date(2020, 6, 23)
MONDAYS_OFF = [(1, 15), (2, 15), (5, 25), (9, 1)]
REMINDERS = [("before", 14), ("before", 3), ("before", 1), ("roster", 7), ("after", 1)]
NEWCOMERS = "New districts and new members of teams"
TERMS = "A purchase order holds your seats; no check is needed beforehand."
REFUNDS = [{"days_before": 7}]
REFUNDS_OF_AN_INSTITUTE = [{"days_before": 30}, {"days_before": 7, "keeps_fixed": Decimal("25.00")}]
AS_WRITTEN = ["title", "kind", "state", "summary", "dates_note", "venue", "street", "city", "zip_code"]
AS_WRITTEN += ["partner_url", "fee_rule", "fee_includes", "source"]


@transaction.atomic
def load_calendar(*, today):
    """Add what is not on file yet and return it: 23 past convenings (real) and five coming ones (demo).

    Nothing on file is touched. A coming convening is added only where none of its series is ahead of `today`.
    """
    on_file = set(Convening.objects.values_list("slug", flat=True))
    past = [_add(row, slug=row["slug"]) for row in _rows("past.csv") if row["slug"] not in on_file]
    return past + [_add_coming(row, today=today) for row in _rows("coming.csv") if not _is_ahead(row["slug"], today)]


def weeks_ahead(*, today):
    """How far the regional season of 2020 is moved: whole weeks, so that weekdays stay, and onto school days only."""
    days = [day.held_on for row in _rows("coming.csv") if row["kind"] == "regional" for day in read_days(row["days"])]
    shift = timedelta(weeks=-((min(days) - today - timedelta(weeks=6)).days // 7))
    while any(_is_holiday(day + shift) for day in days):
        shift += timedelta(weeks=1)
    return shift


def weeks_to_summer(*, today):
    """How far the Summer Institute of 2020 is moved: to the Tuesday from June 20 on, at least eight weeks ahead."""
    year = (today + timedelta(weeks=8)).year
    candidates = [
        date(each, 6, 20) + timedelta(days=(1 - date(each, 6, 20).weekday()) % 7) for each in (year, year + 1)
    ]
    return next(day for day in candidates if day >= today + timedelta(weeks=8)) - SUMMER_INSTITUTE


def _is_holiday(day):
    """Whether California’s schools are mostly out: breaks, and the federal holidays within a term."""
    month_day = (day.month, day.day)
    in_school_year = (1, 7) <= month_day <= (6, 9) or (8, 11) <= month_day <= (11, 19)
    monday_off = day.weekday() == 0 and any(start <= month_day < (start[0], start[1] + 7) for start in MONDAYS_OFF)
    return monday_off or month_day in {(2, 12), (11, 11)} or not in_school_year


def _rows(name):
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _is_ahead(series, today):
    return Convening.objects.filter(slug__startswith=f"{series}-", starts_on__gte=today).exists()


def _add_coming(row, *, today):
    shift = weeks_to_summer(today=today) if row["kind"] == "institute" else weeks_ahead(today=today)
    first = read_days(row["days"])[0].held_on + shift
    slug = f"{row['slug']}-{first.year}"
    if Convening.objects.filter(slug=slug).exists():
        slug = f"{slug}-{first.month:02}"
    convening = _add(
        row | {"title": f"{row['title']} {first.year}"},
        slug=slug,
        shift=shift,
        capacity=int(row["capacity"]),
        team_limit=int(row["team_limit"]),
        contact_name="LMI convenings desk",
        contact_email="convenings@example.org",
        changes_close_at=pacific(first - timedelta(days=7), time(17)),
        refund_rule=Convening.RefundRule.STEPS,
        cancellation_terms=TERMS,
        description="Part of the demo: its days, capacity and agenda are made up in the shape of the season of 2020.",
        **_window(row, first=first, today=today),
    )
    _add_agenda(convening, row["slug"])
    CancellationStep.objects.bulk_create(
        CancellationStep(convening=convening, **step)
        for step in (REFUNDS_OF_AN_INSTITUTE if convening.kind == Convening.Kind.INSTITUTE else REFUNDS)
    )
    ReminderRule.objects.bulk_create(
        ReminderRule(convening=convening, kind=kind, days=days, send_time=time(8)) for kind, days in REMINDERS
    )
    return convening


def _window(row, *, first, today):
    if row["state"] != Convening.State.OPEN:
        return {}
    return {
        "registration_opens_at": pacific(today - timedelta(weeks=3), time(9)),
        "registration_closes_at": pacific(first - timedelta(days=10), time(17)),
    }


def _add(row, *, slug, shift=timedelta(0), **more):
    days = read_days(row["days"], shift=shift)
    host = District.objects.filter(cd_code=row["host_code"]).first() if row["host_code"] else None
    convening = Convening.objects.create(
        slug=slug,
        starts_on=days[0].held_on if days else None,
        ends_on=days[-1].held_on if days else None,
        region=int(row["region"]) if row["region"] else None,
        host=host,
        host_name="" if host else row["host_name"],
        fee=Decimal(row["fee"] or "0.00"),
        free_seats=int(row.get("free_seats") or 0),
        who_should_come=row["who"],
        **{name: row.get(name, "") for name in AS_WRITTEN},
        **more,
    )
    ConveningDay.objects.bulk_create(day.of(convening) for day in days)
    _add_speakers(convening, row["speakers"])
    if row["before_day"]:
        AddOn.objects.create(
            convening=convening,
            title="Pre-conference day",
            for_whom=NEWCOMERS,
            held_on=date.fromisoformat(row["before_day"]) + shift,
            capacity=int(row["before_seats"]) if row.get("before_seats") else None,
            price=Decimal(row.get("before_price") or "0.00"),
        )
    return convening


def _add_speakers(convening, written):
    for position, each in enumerate(filter(None, written.split("; "))):
        name, _comma, affiliation = each.partition(", ")
        Speaker.objects.create(convening=convening, name=name, affiliation=affiliation, position=position)


def _add_agenda(convening, series):
    days = dict(enumerate(convening.days.all(), start=1))
    AgendaItem.objects.bulk_create(
        AgendaItem(
            day=days[int(row["day"])],
            starts_at=pacific(days[int(row["day"])].held_on, time(*map(int, row["time"].split(":")))),
            title=row["title"],
            detail=row["detail"],
        )
        for row in _rows("coming_agenda.csv")
        if row["series"] == series
    )
