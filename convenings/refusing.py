"""Why a team is turned away, in sentences fit for the person who asked."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from districts.models import Side

from .models import Convening
from .table import sides_missing
from .wording import clock, written


class CannotRegister(Exception):
    """A refusal; `field` names what it is about: a field of the team, or (seat index, field) of a seat."""

    def __init__(self, sentence, *, field=None):
        super().__init__(sentence)
        self.field = field


def pacific(moment):
    """“December 3, 2026, 5:00 p.m. PST”."""
    local = timezone.localtime(moment)
    return f"{written(local.date(), 'N j, Y')}, {clock(moment)} {local.tzname()}"


def refuse_unless_open(convening, *, now):
    """Raise CannotRegister unless teams may register at this moment."""
    State = Convening.State
    if convening.kind == Convening.Kind.PARTNER:
        raise CannotRegister(_("This is a partner’s event: it takes registrations on its own page."))
    if convening.state == State.CANCELLED:
        raise CannotRegister(_("This convening has been cancelled."))
    if convening.state == State.HELD:
        raise CannotRegister(_("This convening is over."))
    opens_at, closes_at = convening.registration_opens_at, convening.registration_closes_at
    if convening.state in {State.DRAFT, State.SAVE_THE_DATE} or (opens_at and now < opens_at):
        if opens_at and now < opens_at:
            raise CannotRegister(_("Registration opens on %(moment)s.") % {"moment": pacific(opens_at)})
        raise CannotRegister(_("Registration is not open yet."))
    if convening.state == State.CLOSED or now >= closes_at:
        if closes_at and now >= closes_at:
            raise CannotRegister(_("Registration closed on %(moment)s.") % {"moment": pacific(closes_at)})
        raise CannotRegister(_("Registration for this convening is closed."))


def seats_at_most(convening, *, standing=()):
    """Seats that a team may have: more where it had more before the limit was lowered."""
    return max(convening.team_limit, len(standing))


def refuse_odd_team(convening, requests, *, standing=()):
    """Raise CannotRegister where the team itself, with `standing` seats so far, is not one that the convening takes."""
    limit = seats_at_most(convening, standing=standing)
    if not requests:
        raise CannotRegister(_("A team needs at least one seat: add a row for each person or role."), field="seats")
    if len(requests) > limit:
        raise CannotRegister(
            ngettext(
                "A team may take %(limit)s seat at this convening, and you asked for %(asked)s.",
                "A team may take %(limit)s seats at this convening, and you asked for %(asked)s.",
                limit,
            )
            % {"limit": limit, "asked": len(requests)},
            field="seats",
        )
    missing = sides_missing(requests)
    if missing and convening.both_sides == Convening.BothSides.REQUIRED:
        if missing == [Side.LABOR]:
            raise CannotRegister(
                _("Labor is missing: keep a seat for a union president or lead, named or not."), field="seats"
            )
        raise CannotRegister(
            _("Management is missing: keep a seat for the superintendent’s side, named or not."), field="seats"
        )


def refuse_more_than_there_are(convening, wanted):
    """Raise CannotRegister for a team that could never be seated, and would hold up the line for ever."""
    if convening.capacity is not None and wanted > convening.capacity:
        raise CannotRegister(
            ngettext(
                "This convening has %(capacity)s seat in all, and the team has %(wanted)s.",
                "This convening has %(capacity)s seats in all, and the team has %(wanted)s.",
                convening.capacity,
            )
            % {"capacity": convening.capacity, "wanted": wanted},
            field="seats",
        )


def refuse_same_person_twice(requests):
    """Raise CannotRegister where two seats have one e-mail address."""
    seen = {}
    for index, request in enumerate(requests):
        email = request.email.lower()
        if email and email in seen:
            raise CannotRegister(
                _("%(email)s is already in seat %(seat)s: each person takes one seat.")
                % {"email": request.email, "seat": seen[email] + 1},
                field=(index, "email"),
            )
        seen[email] = index


def refuse_full_add_ons(requests, *, taken):
    """Raise CannotRegister where an add-on has fewer seats left than the team wants; `taken` is {add-on id: seats}."""
    wanted = {}
    for index, request in enumerate(requests):
        for add_on in request.add_ons:
            wanted[add_on] = wanted.get(add_on, 0) + 1
            left = None if add_on.capacity is None else max(add_on.capacity - taken.get(add_on.pk, 0), 0)
            if left is not None and wanted[add_on] > left:
                raise CannotRegister(
                    ngettext("“%(add_on)s” has %(left)s seat left.", "“%(add_on)s” has %(left)s seats left.", left)
                    % {"add_on": add_on.title, "left": left},
                    field=(index, "add_ons"),
                )
