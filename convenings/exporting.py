"""Teams and their seats as a spreadsheet."""

import csv

from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .models import Convening
from .pricing import FREE

BOM = "\ufeff"
ROWS_AT_ONCE = 500


class _Echo:
    """A file whose writer gets back each line."""

    def write(self, line):
        return line


def csv_lines(registrations):
    """Yield the lines of a CSV file that Excel opens as UTF-8: one row per seat, a team without seats on one row.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(_headings())
    teams = registrations.select_related("convening", "district", "registered_by")
    for team in teams.prefetch_related("seats__unit__organization", "seats__chosen_add_ons__add_on").iterator(
        chunk_size=ROWS_AT_ONCE
    ):
        for row in _rows(team):
            yield writer.writerow([_harmless(cell) for cell in row])


def record_export(registrations, *, by, now):
    """Write down who took people's names and needs out of the portal, one entry per convening."""
    for convening in Convening.objects.filter(pk__in=registrations.order_by().values("convening")):
        teams = registrations.filter(convening=convening).count()
        record(deed="export_teams", on=convening, by=by, now=now, changes={"teams": [None, teams]})


def _headings():
    return [
        _("code"), _("convening"), _("first day"), _("district"), _("CD code"), _("team"), _("state"),
        _("registered"), _("registered by"), _("co-lead"), _("jointly confirmed"), _("seat"), _("side"), _("unit"),
        _("name"), _("e-mail"), _("job title"), _("dietary needs"), _("accessibility needs"), _("price"),
        _("add-ons"), _("price of add-ons"),
    ]  # fmt: skip


def _rows(team):
    start = [
        team.code,
        team.convening.title,
        team.convening.starts_on or "",
        team.district.name,
        team.district.cd_code,
        team.team_name,
        team.get_state_display(),
        f"{timezone.localtime(team.registered_at):%Y-%m-%d %H:%M %Z}",
        team.registered_by.email,
        team.co_lead_email,
        f"{timezone.localtime(team.co_lead_confirmed_at):%Y-%m-%d}" if team.co_lead_confirmed_at else "",
    ]
    seats = team.seats.all()
    for seat in seats:
        yield start + _seat_cells(seat)
    if not seats:
        yield start


def _seat_cells(seat):
    add_ons = seat.chosen_add_ons.all()
    return [
        seat.label,
        seat.get_side_display(),
        str(seat.unit or ""),
        seat.name,
        seat.email,
        seat.title,
        seat.dietary_needs,
        seat.access_needs,
        seat.price,
        "; ".join(choice.add_on.title for choice in add_ons),
        sum((choice.price for choice in add_ons), FREE),
    ]


def _harmless(cell):
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
