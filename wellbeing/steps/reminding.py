"""Once a week at most, each owner hears of the steps and actions that are due within a week, or overdue."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from lmi_portal.outbox.posting import post_emails
from wellbeing.models import Action, Step

from .acting import OPEN
from .guide import guide

AHEAD = timedelta(days=7)
LINES_TOLD = 12


def remind_owners(*, now):
    """Post one letter to each owner with something due, at most one a week; returns how many were due one."""
    today, due = timezone.localdate(now), {}
    for owner, line in _due_steps(today + AHEAD):
        due.setdefault(owner, []).append(line)
    for owner, line in _due_actions(today + AHEAD):
        due.setdefault(owner, []).append(line)
    post_emails([_letter(owner, sorted(lines), today) for owner, lines in due.items()], now=now)
    return len(due)


def _due_steps(until):
    """Yields (owner, (day, what)) of the newest paths, for the sides that do not call the step done."""
    newest = Max("program__steps__school_year")
    rows = Step.objects.filter(due_on__lte=until).annotate(newest=newest).filter(school_year=F("newest"))
    rows = rows.filter(Q(labor_done_at=None) | Q(management_done_at=None))
    for step in rows.select_related("labor_owner", "management_owner", "program__district"):
        said = _("Step %(number)d: %(title)s") % {"number": step.number, "title": guide()[step.number].title}
        for owner, done_at in [
            (step.labor_owner, step.labor_done_at),
            (step.management_owner, step.management_done_at),
        ]:
            if owner and owner.until_on is None and done_at is None:
                owner.program = step.program
                yield owner, (step.due_on, said)


def _due_actions(until):
    newest = Max("priority__program__steps__school_year")
    rows = Action.objects.filter(due_on__lte=until, progress__in=OPEN).annotate(newest=newest)
    rows = rows.filter(Q(newest=None) | Q(priority__school_year=F("newest")))
    for action in rows.select_related("labor_owner", "management_owner", "priority__program__district"):
        for owner in (action.labor_owner, action.management_owner):
            if owner.until_on is None:
                owner.program = action.priority.program
                yield owner, (action.due_on, action.activity)


def _letter(owner, lines, today):
    year, week, _day = today.isocalendar()
    told = [_line(day, what, today) for day, what in lines[:LINES_TOLD]]
    if len(lines) > LINES_TOLD:
        told.append(_("And %(count)d more.") % {"count": len(lines) - LINES_TOLD})
    district = owner.program.district
    return {
        "to": owner.email,
        "reason": f"well_being_due:{owner.pk}:{year}-{week:02d}",
        "template": "email/plain",
        "context": {
            "subject": _("Well-being program of %(district)s: what is due") % {"district": district},
            "paragraphs": [_("You answer for these, together with an owner from the other side:"), *told],
            "url": settings.SITE_URL + reverse("wellbeing:program", args=[district.cd_code]),
            "label": _("Open the path"),
        },
    }


def _line(day, what, today):
    says = _("%(what)s – was due on %(day)s") if day < today else _("%(what)s – due on %(day)s")
    return says % {"what": what, "day": date_format(day, "F j, Y")}
