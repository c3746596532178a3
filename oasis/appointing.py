"""Appointments: made by provider or staff together with the move that tells of them, and then kept or not."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .due_dates import redraw_due_date
from .models import Appointment
from .moving import make_move
from .refusing import CannotMove


@transaction.atomic
def make_appointment(*, referral, starts_at, actor, version, now, by=None, place="", note=""):
    """Move `referral` to *scheduled* with an appointment at the moment `starts_at`; returns the Referral.

    An earlier appointment that is still to come is cancelled by it. Raises CannotMove for a moment gone by, and what
    make_move raises.
    """
    if starts_at <= now:
        raise CannotMove(_("The appointment must lie in the future."), field="starts_at")
    moved = make_move(referral=referral, move="schedule", actor=actor, by=by, version=version, now=now, note=note)
    moved.appointments.filter(kept="", starts_at__gt=now).update(kept=Appointment.Kept.CANCELLED)
    Appointment.objects.create(referral=moved, starts_at=starts_at, place=place, made_at=now, made_by=by)
    redraw_due_date(moved)
    return moved


@transaction.atomic
def say_kept(*, appointment, kept, by, now):
    """Enter whether the student came; a later word replaces an earlier one. Raises CannotMove before it has begun."""
    if kept != Appointment.Kept.CANCELLED and appointment.starts_at > now:
        raise CannotMove(_("This appointment is still to come."), field="kept")
    changes = {"kept": [appointment.kept, kept]}
    appointment.kept = kept
    appointment.save(update_fields=["kept"])
    redraw_due_date(appointment.referral)
    record(deed="say_kept", on=appointment.referral, by=by, now=now, changes=changes)
