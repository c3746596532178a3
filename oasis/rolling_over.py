"""The deed that takes a site, what is funded there and who works there into the next school year."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .models import Assignment, Position, Site
from .refusing import Refusal

OF_POSITION = ["title", "unit", "funding", "budget_line", "full_time_equivalent", "yearly_cost"]
OF_ASSIGNMENT = ["user", "district", "role", "basis", "agreement_number", "employer", "unit", "credential"]


class CannotRollOver(Refusal):
    """The site does not go on as asked."""


def going_on(site):
    """The assignments that still run on the site's last day, whose people go on into the next year."""
    last = site.last_day()
    return site.assignments.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=last), starts_on__lte=last)


def refuse_to_roll_over(site):
    """Raises CannotRollOver where the school has its next year already, or the program has ended."""
    if Site.objects.filter(school=site.school_id, year=site.year + 1).exists():
        raise CannotRollOver(_("The school has its next year already."))
    if site.program_ended_on:
        raise CannotRollOver(_("The program has ended at this school."))


@transaction.atomic
def roll_over(*, site, by, now):
    """Open the next school year of `site`: positions come along, and who works there to the last day goes on.

    Their assignments of this year end on June 30, new ones begin on July 1. Returns the new Site; raises
    CannotRollOver.
    """
    site = Site.objects.select_for_update().get(pk=site.pk)
    refuse_to_roll_over(site)
    following = Site.objects.create(school_id=site.school_id, year=site.year + 1)
    positions = {
        position.pk: _copy(Position, position, OF_POSITION, site=following) for position in site.positions.all()
    }
    first = date(following.year, 7, 1)
    for assignment in list(going_on(site)):
        position = positions.get(assignment.position_id)
        _copy(
            Assignment,
            assignment,
            OF_ASSIGNMENT,
            site=following,
            position=position,
            starts_on=first,
            ends_on=assignment.ends_on if assignment.ends_on and assignment.ends_on >= first else None,
        )
        assignment.ends_on = site.last_day()
        assignment.save(update_fields=["ends_on"])
    people = following.assignments.count()
    record(deed="roll_over_site", on=following, by=by, now=now, changes={"assignments": [0, people]})
    return following


def _copy(model, row, names, **fields):
    return model.objects.create(**{name: getattr(row, name) for name in names} | fields)
