"""Teams and their seats as a spreadsheet."""

from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.spreadsheets import Sheet

from .models import Convening
from .pricing import FREE

ROWS_AT_ONCE = 500


def teams_sheet(registrations, *, with_needs, now):
    """One row per seat, a team without seats on one row; dietary and access needs only `with_needs`."""
    teams = registrations.select_related("convening", "district", "registered_by").prefetch_related(
        "seats__unit__organization", "seats__chosen_add_ons__add_on"
    )
    rows = (row for team in teams.iterator(chunk_size=ROWS_AT_ONCE) for row in _rows(team, with_needs=with_needs))
    return Sheet(f"teams-{timezone.localdate(now)}", _headings(with_needs=with_needs), rows, title=_("Teams"))


def record_export(registrations, *, by, now):
    """Write down who took people's names and needs out of the portal, one entry per convening."""
    for convening in Convening.objects.filter(pk__in=registrations.order_by().values("convening")):
        teams = registrations.filter(convening=convening).count()
        record(deed="export_teams", on=convening, by=by, now=now, changes={"teams": [None, teams]})


def _headings(*, with_needs):
    needs = [_("dietary needs"), _("accessibility needs")] if with_needs else []
    return [
        _("code"), _("convening"), _("first day"), _("district"), _("CD code"), _("team"), _("state"),
        _("registered"), _("registered by"), _("co-lead"), _("jointly confirmed"), _("seat"), _("side"), _("unit"),
        _("name"), _("e-mail"), _("job title"), *needs, _("price"), _("add-ons"), _("price of add-ons"),
    ]  # fmt: skip


def _rows(team, *, with_needs):
    start = [
        team.code,
        team.convening.title,
        team.convening.starts_on or "",
        team.district.name,
        team.district.cd_code,
        team.team_name,
        team.get_state_display(),
        team.registered_at,
        team.registered_by.email,
        team.co_lead_email,
        team.co_lead_confirmed_at and timezone.localdate(team.co_lead_confirmed_at),
    ]
    seats = team.seats.all()
    for seat in seats:
        yield start + _seat_cells(seat, with_needs=with_needs)
    if not seats:
        yield start


def _seat_cells(seat, *, with_needs):
    add_ons = seat.chosen_add_ons.all()
    return [
        seat.label,
        seat.get_side_display(),
        str(seat.unit or ""),
        seat.name,
        seat.email,
        seat.title,
        *([seat.dietary_needs, seat.access_needs] if with_needs else []),
        seat.price,
        "; ".join(choice.add_on.title for choice in add_ons),
        sum((choice.price for choice in add_ons), FREE),
    ]
