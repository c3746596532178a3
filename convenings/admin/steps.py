"""The deeds that change a convening's state, each with what staff are told before they confirm it."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convenings import opening
from convenings.circulars import people_of, teams_to_tell
from convenings.models import Convening, Follower
from convenings.pricing import dollars
from lmi_portal.confirming import ReasonForm

State = Convening.State


@dataclass(frozen=True)
class Step:
    """`consequences(convening)` lists sentences; `form_class` asks for what the deed wants besides."""

    state: str
    title: str
    deed: Callable
    consequences: Callable
    form_class: type = forms.Form

    def refusal(self, convening, *, now):
        """The sentence that stands in the way, or nothing."""
        try:
            opening.refuse_move(convening, self.state, now=now)
        except opening.CannotChangeState as refusal:
            return str(refusal)
        return ""


def _announced(convening):
    return [_("It appears on the public calendar as a date to save, and people can ask to be told when it opens.")]


def _opened(convening):
    waiting = Follower.objects.to_tell().filter(convening=convening).count()
    return [
        _("Teams can register until the closing date."),
        ngettext(
            "%(count)s person who asked to be told gets an e-mail.",
            "%(count)s people who asked to be told get an e-mail.",
            waiting,
        )
        % {"count": waiting},
    ]


def _closed(convening):
    return [_("No more teams can register. Those that have keep their seats, and the line stays as it is.")]


def _held(convening):
    return [_("It becomes part of the past; teams can no longer be changed. Thanks still go out by their rule.")]


def _cancelled(convening):
    teams = list(teams_to_tell(convening))
    people = len(people_of(teams))
    return [
        ngettext(
            "%(count)s team is cancelled and its seats are given up.",
            "%(count)s teams are cancelled and their seats are given up.",
            len(teams),
        )
        % {"count": len(teams)},
        ngettext(
            "%(count)s person gets an e-mail with the reason.",
            "%(count)s people get an e-mail with the reason.",
            people,
        )
        % {"count": people},
        *_what_is_credited(convening),
        _("Nothing can undo this."),
    ]


def _what_is_credited(convening):
    if convening.fee_rule in {Convening.FeeRule.FREE, Convening.FeeRule.NOT_ANNOUNCED}:
        return []
    if not convening.organizer_keeps:
        return [_("Their invoices are credited.")]
    kept = {"sum": dollars(convening.organizer_keeps)}
    return [_("Their invoices are credited, but for %(sum)s per paid seat.") % kept]


STEPS = {
    "announce": Step(State.SAVE_THE_DATE, gettext_lazy("Announce"), opening.announce_convening, _announced),
    "open": Step(State.OPEN, gettext_lazy("Open registration"), opening.open_convening, _opened),
    "close": Step(State.CLOSED, gettext_lazy("Close registration"), opening.close_convening, _closed),
    "mark_held": Step(State.HELD, gettext_lazy("Mark as held"), opening.mark_held, _held),
    "cancel": Step(
        State.CANCELLED, gettext_lazy("Cancel convening"), opening.cancel_convening, _cancelled, form_class=ReasonForm
    ),
}
