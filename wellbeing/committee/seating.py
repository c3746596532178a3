"""Who sits on the committee: each side names its own members, and no one else's.

An employer neither chooses nor hinders who speaks for employees (Government Code § 3543.5(d)); so labor's seats are
named by labor's leads at the district's table and labor's co-chair, management's by management's.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from districts.models import Membership, Side
from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails
from wellbeing.models import CommitteeSeat, Program
from wellbeing.refusing import CannotDo

from .letters import invitations, letter_to_co_chair, letter_to_former_member, letter_to_member


def side_named_by(standing):
    """The side whose seats a person of this Standing names; nothing for whoever names none."""
    is_co_chair = standing.seat is not None and standing.seat.is_co_chair
    return standing.side if is_co_chair or (standing.lead_side and standing.lead_side == standing.side) else ""


@transaction.atomic
def name_member(*, program, side, unit, job_class, shift, name, email, is_co_chair, by, now):
    """Give a person a seat of `side` and write to them, with the meetings to come; returns the seat.

    Labor's seats are for a unit of the district, management's for none. Raises CannotDo.
    """
    program = _lock(program)
    _refuse_other_side(program, side, by)
    _refuse_unit(program, side, unit)
    email = email.strip().lower()
    if program.seats.current().filter(email=email).exists():
        raise CannotDo(_("This person has a seat on the committee already."), field="email")
    if is_co_chair and program.seats.co_chairs().filter(side=side).exists():
        raise CannotDo(
            _("This side has a co-chair: name the member, then hand the co-chair over."), field="is_co_chair"
        )
    seat = CommitteeSeat.objects.create(
        program=program,
        side=side,
        unit=unit,
        job_class=job_class,
        shift=shift,
        name=name,
        email=email,
        is_co_chair=is_co_chair,
        since_on=timezone.localdate(now),
        named_by=by,
    )
    _record("name_committee_member", seat, by=by, now=now, side=["", side])
    to_come = program.meetings.filter(state="planned", starts_at__gt=now).prefetch_related("agenda")
    post_emails(
        [letter_to_member(seat), *(one for meeting in to_come for one in invitations(meeting, [seat]))], now=now
    )
    return seat


@transaction.atomic
def correct_seat(*, seat, unit, job_class, shift, name, by, now):
    """Correct what is said of one member; another person takes another seat. Raises CannotDo."""
    program = _lock(seat.program)
    seat = _current(program, seat)
    _refuse_other_side(program, seat.side, by)
    _refuse_unit(program, seat.side, unit)
    told = {"unit_id": unit and unit.pk, "job_class": job_class, "shift": shift, "name": name}
    changes = {field: [getattr(seat, field), value] for field, value in told.items() if getattr(seat, field) != value}
    if "name" in changes:
        changes["name"] = ["", "corrected"]
    for field, value in told.items():
        setattr(seat, field, value)
    seat.save(update_fields=["unit", "job_class", "shift", "name"])
    if changes:
        _record("correct_committee_seat", seat, by=by, now=now, **changes)
    return seat


@transaction.atomic
def end_seat(*, seat, by, now):
    """Let a member's seat end today, and write to them; what they took part in stays. Raises CannotDo."""
    program = _lock(seat.program)
    seat = _current(program, seat)
    _refuse_other_side(program, seat.side, by)
    seat.until_on = timezone.localdate(now)
    seat.save(update_fields=["until_on"])
    _record("end_committee_seat", seat, by=by, now=now, until_on=[None, str(seat.until_on)])
    post_emails([letter_to_former_member(seat)], now=now)
    return seat


@transaction.atomic
def hand_over_co_chair(*, seat, by, now):
    """Make the member of `seat` the co-chair of their side in place of whoever is. Raises CannotDo."""
    program = _lock(seat.program)
    seat = _current(program, seat)
    _refuse_other_side(program, seat.side, by)
    if seat.is_co_chair:
        return seat
    program.seats.co_chairs().filter(side=seat.side).update(is_co_chair=False)
    seat.is_co_chair = True
    seat.save(update_fields=["is_co_chair"])
    _record("hand_over_co_chair", seat, by=by, now=now, is_co_chair=[False, True])
    post_emails([letter_to_co_chair(seat, now=now)], now=now)
    return seat


def _record(deed, seat, *, by, now, **changes):
    """The trail names the seat by its number: a member is an employee, and no employee's name stands in it."""
    record(deed=deed, on=seat.program, by=by, now=now, changes={"seat": [None, seat.pk]} | changes)


def _lock(program):
    """Two of one side who name at once take turns."""
    return Program.objects.select_for_update(of=("self",)).select_related("district").get(pk=program.pk)


def _current(program, seat):
    seat = program.seats.current().filter(pk=seat.pk).first()
    if seat is None:
        raise CannotDo(_("This seat has ended already."))
    seat.program = program
    return seat


def _refuse_other_side(program, side, by):
    leads = Membership.objects.led().filter(user=by, district=program.district_id, side=side).exists()
    if not leads and not program.seats.co_chairs().of(by).filter(side=side).exists():
        raise CannotDo(_("Each side names its own members: ask a lead or the co-chair of that side."))


def _refuse_unit(program, side, unit):
    if side == Side.MANAGEMENT and unit is not None:
        raise CannotDo(_("A member of management sits for no bargaining unit."), field="unit")
    if side == Side.LABOR and (unit is None or unit.district_id != program.district_id):
        raise CannotDo(_("Choose a bargaining unit of this district."), field="unit")
