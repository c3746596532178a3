"""All that happened to one referral, in words, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from .models import DeclineReason, ReferralEvent
from .move_wording import WAS


@dataclass(frozen=True)
class Entry:
    """`what` happened `at` a moment, by `who`; `told` are the lines that came with it."""

    at: datetime
    what: str
    who: str
    told: list


def timeline_of(referral):
    """The Entries of moves, tries to reach the family and the logging itself, with two queries."""
    moves = [_of_event(event) for event in referral.events.select_related("moved_by").order_by("version")]
    tries = [_of_attempt(each, referral) for each in referral.contact_attempts.select_related("tried_by")]
    logged = Entry(referral.created_at, _("Logged"), referral.logged_by.get_full_name(), [])
    # At the same moment the later move stands above the earlier.
    return sorted([logged, *moves, *tries], key=lambda entry: entry.at)[::-1]


def _of_event(event):
    told = [str(DeclineReason(event.reason).label)] if event.reason in DeclineReason.values else []
    if event.outcome:
        told.append(f"{event.get_outcome_display()} – {event.get_outcome_source_display()}")
    return Entry(event.moved_at, str(WAS[event.move]), _who(event), [line for line in [*told, event.note] if line])


def _who(event):
    if event.actor == ReferralEvent.Actor.STAFF and event.moved_by:
        return event.moved_by.get_full_name()
    return event.get_actor_display()


def _of_attempt(attempt, referral):
    if referral.is_confidential:
        what = _("Student reached") if attempt.was_reached else _("Tried to reach the student")
    else:
        what = _("Family reached") if attempt.was_reached else _("Tried to reach the family")
    return Entry(
        attempt.tried_at,
        f"{what}: {attempt.get_way_display()}",
        attempt.tried_by.get_full_name(),
        [attempt.note] if attempt.note else [],
    )
