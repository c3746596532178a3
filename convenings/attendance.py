"""Who came: staff say which teams took part, and what is on record of their districts says so from then on."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from districts.models import Evidence, Side
from lmi_portal.audit.recording import record

from .models import Convening, Registration, Seat
from .seating import lock_convening

SOURCE = "attendance recorded by LMI staff"
ORDER_OF_SIDES = [Side.LABOR, Side.MANAGEMENT, Side.NEUTRAL]
FIELDS = ["district_id", "kind", "what", "happened_on", "when_note", "roles", "path"]


class CannotRecordAttendance(Exception):
    """Why nothing was recorded, in words for staff."""


@dataclass(frozen=True)
class Recorded:
    """How many rows of evidence are new, changed and taken back; the others stand as they stood."""

    new: int
    changed: int
    taken_back: int


@transaction.atomic
def record_attendance(*, convening, came, recorded_by, now):
    """Write what a convening shows of districts: that each team of `came` took part, and that its host was the host.

    `came` are ids of its confirmed registrations. What was recorded of another team, or of another host, before goes;
    said twice, nothing changes. Returns Recorded. Raises CannotRecordAttendance before it was held, and for a team
    that is not confirmed.
    """
    # The lock makes two presses of the button take turns, and the second finds all written.
    convening = lock_convening(convening)
    refuse_attendance(convening, now=now)
    teams = {team.pk: team for team in confirmed_teams(convening)}
    if set(came) - set(teams):
        raise CannotRecordAttendance(_("Choose among the teams that are confirmed now."))
    wanted = {key_of(team): (team, _took_part(team, convening)) for pk, team in teams.items() if pk in set(came)}
    if _names_its_host(convening):
        wanted[_host_key(convening)] = (convening, _hosted(convening))
    outcome = _write(wanted, before=recorded_of(convening), by=recorded_by, now=now)
    Convening.objects.filter(pk=convening.pk).update(attendance_recorded_at=now)
    return outcome


def refuse_attendance(convening, *, now):
    """Raise CannotRecordAttendance unless the convening was held, or its last day has passed."""
    State = Convening.State
    if convening.state in {State.DRAFT, State.CANCELLED}:
        raise CannotRecordAttendance(
            _("It is “%(state)s”: nobody has come to it.") % {"state": convening.get_state_display()}
        )
    if convening.state != State.HELD and not convening.is_over(now=now):
        raise CannotRecordAttendance(_("Its last day has not passed yet: who came is recorded afterwards."))


def confirmed_teams(convening):
    """Those that may have come, with their seats and districts, in the order of their names."""
    teams = Registration.objects.confirmed().filter(convening=convening).select_related("district")
    return teams.prefetch_related("seats").order_by("district__name", "team_name", "pk")


def recorded_of(convening):
    """{key: Evidence} of what was recorded of a convening's teams and host before."""
    keys = [f"team:{code}" for code in convening.registrations.values_list("code", flat=True)]
    rows = Evidence.objects.filter(key__in=[*keys, _host_key(convening)]).select_related("district")
    return {row.key: row for row in rows}


def key_of(team):
    return f"team:{team.code}"


def roles_of(seats):
    """The roles that sat at a team's table, labor first; a seat that nobody was named for sat empty."""
    named = [seat for seat in seats if seat.name]
    roles = []
    for side in ORDER_OF_SIDES:
        roles += [seat.label for seat in named if seat.side == side and seat.slot != Seat.Slot.EXTRA]
        extra = sum(seat.side == side and seat.slot == Seat.Slot.EXTRA for seat in named)
        if extra:
            more = ngettext("%(count)s more (%(side)s)", "%(count)s more (%(side)s)", extra)
            roles.append(more % {"count": extra, "side": side.label.lower()})
    return roles


def _took_part(team, convening):
    what = _("Took part in %(title)s with the team “%(team)s”.") if team.team_name else _("Took part in %(title)s.")
    return _facts(convening, team.district_id, Evidence.Kind.ATTENDED) | {
        "what": what % {"title": convening.title, "team": team.team_name},
        "roles": roles_of(team.seats.all()),
    }


def _hosted(convening):
    return _facts(convening, convening.host_id, Evidence.Kind.HOSTED) | {
        "what": _("Hosted %(title)s.") % {"title": convening.title},
        "roles": [],
    }


def _facts(convening, district_id, kind):
    note = "" if convening.starts_on else convening.dates_note
    return {
        "district_id": district_id,
        "kind": kind,
        "happened_on": convening.starts_on,
        "when_note": note[: Evidence._meta.get_field("when_note").max_length],
        "path": convening.get_absolute_url(),
    }


def _host_key(convening):
    # By number, for staff may change a convening's address.
    return f"host:{convening.pk}"


def _names_its_host(convening):
    """Whether its host district is still to be put on record: of past convenings somebody may have done so by hand."""
    by_hand = Evidence.objects.filter(
        district=convening.host_id, kind=Evidence.Kind.HOSTED, path=convening.get_absolute_url(), key=""
    )
    return convening.host_id is not None and not by_hand.exists()


def _write(wanted, *, before, by, now):
    new = changed = 0
    for key, (about, facts) in wanted.items():
        row = before.pop(key, None) or Evidence(key=key)
        changes = {name: [_plain(getattr(row, name)), _plain(facts[name])] for name in FIELDS}
        changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        if not changes:
            continue
        new, changed = (new + 1, changed) if row.pk is None else (new, changed + 1)
        for name, value in facts.items():
            setattr(row, name, value)
        row.source, row.strength, row.recorded_by = SOURCE, Evidence.Strength.CERTAIN, by
        row.save()
        record(deed="record_attendance", on=about, by=by, now=now, changes=changes)
    for row in before.values():
        record(deed="take_back_attendance", on=row.district, by=by, now=now, changes={"what": [row.what, ""]})
        row.delete()
    return Recorded(new=new, changed=changed, taken_back=len(before))


def _plain(value):
    """As the audit trail keeps it."""
    return value if value is None or isinstance(value, str | int | list) else str(value)
