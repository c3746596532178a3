"""Challenges of teams: made by the committee, filled by whoever wishes, and never telling who added what."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.family_language import for_families
from wellbeing.approving import mark_of
from wellbeing.going_live import refuse_unless_live
from wellbeing.meanwhile import CHANGED, ChangedMeanwhile, mark_of_fields
from wellbeing.models import Challenge, ChallengeEntry, ChallengeTeam
from wellbeing.refusing import CannotDo

Counted = Challenge.Counted
TEXTS = ["title", "title_es", "counted", "goal", "starts_on", "ends_on"]
FEWEST_TEAMS, MOST_TEAMS = 2, 40
LONGEST = timedelta(days=92)
# Days after which nobody remembers.
LATEST = timedelta(days=7)
# The most that one person can honestly add for a day.
MOST_A_DAY = {
    Counted.MINUTES_OUTDOORS: 240,
    Counted.BREAKS: 6,
    Counted.THANKS: 20,
    Counted.WALKS: 5,
    Counted.MEALS_SHARED: 3,
    Counted.SCREEN_FREE: 1,
}

TOO_MUCH = for_families("At most %(most)s for one day. Please check the number.")
NOT_STARTED = for_families("It has not started yet.")
IN_FUTURE = for_families("That day is still to come.")
NOT_IN_IT = for_families("The challenge does not run on that day.")
TOO_LATE = for_families("You can add up to seven days back.")


@transaction.atomic
def make_challenge(*, program, values, teams, by, now):
    """A challenge of `values` (fields of Challenge) with teams by these names. Raises CannotDo."""
    _refuse_wrong(values, teams)
    challenge = Challenge.objects.create(program=program, **values)
    ChallengeTeam.objects.bulk_create(ChallengeTeam(challenge=challenge, name=name) for name in teams)
    record(deed="make_challenge", on=challenge, by=by, now=now, changes={"teams": [None, teams]})
    return challenge


@transaction.atomic
def change_challenge(*, challenge, values, teams, read=None, by, now):
    """What is counted, and a team, stay once somebody added to them. Raises CannotDo.

    Where somebody changes it on a page, `read` is the mark of what was on it.
    """
    challenge = Challenge.objects.select_for_update().get(pk=challenge.pk)
    if read is not None and read != mark_of_challenge(challenge):
        saved = {name: getattr(challenge, name) for name in values} | {"teams": _names_of_teams(challenge)}
        raise ChangedMeanwhile(str(CHANGED), mark=mark_of_challenge(challenge), saved=saved)
    _refuse_wrong(values, teams)
    filled = set(challenge.teams.filter(entries__isnull=False).values_list("name", flat=True))
    if filled and values["counted"] != challenge.counted:
        raise CannotDo(_("People have added to it already, so what is counted stays."), field="counted")
    if filled - set(teams):
        lost = ", ".join(sorted(filled - set(teams)))
        raise CannotDo(
            _("These teams have added something already and stay: %(teams)s.") % {"teams": lost}, field="teams"
        )
    before = _names_of_teams(challenge)
    challenge.teams.exclude(name__in=teams).delete()
    ChallengeTeam.objects.bulk_create(
        ChallengeTeam(challenge=challenge, name=name) for name in teams if name not in before
    )
    for name, value in values.items():
        setattr(challenge, name, value)
    challenge.save(update_fields=list(values))
    record(deed="change_challenge", on=challenge, by=by, now=now, changes={"teams": [before, teams]})
    return challenge


def mark_of_challenge(challenge):
    return mark_of(mark_of_fields(challenge, TEXTS), _names_of_teams(challenge))


def _names_of_teams(challenge):
    return list(challenge.teams.order_by("name").values_list("name", flat=True))


@transaction.atomic
def add_entry(*, team, number, done_on, amount, now):
    """Add `amount` to the team's sum for a Pacific day; `number` is the UUID of the form that it comes from.

    The same form sent twice adds once. Who sent it is kept nowhere: not here, not in the audit. Raises CannotDo.
    """
    # Whoever changes its teams holds the same row.
    challenge = Challenge.objects.select_for_update(of=["self"]).select_related("program").get(pk=team.challenge_id)
    refuse_unless_live(challenge.program)
    _refuse_day(challenge, done_on, timezone.localdate(now))
    if not 1 <= amount <= MOST_A_DAY[challenge.counted]:
        raise CannotDo(TOO_MUCH % {"most": MOST_A_DAY[challenge.counted]}, field="amount")
    entry, _is_new = ChallengeEntry.objects.get_or_create(
        pk=number, defaults={"team": team, "done_on": done_on, "amount": amount}
    )
    return entry


@transaction.atomic
def undo_entry(*, challenge, number):
    """Take an entry out again; whether it was there."""
    return bool(ChallengeEntry.objects.filter(team__challenge=challenge, pk=number).delete()[0])


def _refuse_day(challenge, day, today):
    if today < challenge.starts_on:
        raise CannotDo(str(NOT_STARTED))
    if day > today:
        raise CannotDo(str(IN_FUTURE), field="done_on")
    if not challenge.starts_on <= day <= challenge.ends_on:
        raise CannotDo(str(NOT_IN_IT), field="done_on")
    if day < today - LATEST:
        raise CannotDo(str(TOO_LATE), field="done_on")


def _refuse_wrong(values, teams):
    if not FEWEST_TEAMS <= len(teams) <= MOST_TEAMS:
        raise CannotDo(_("It takes two to forty teams, one name a line."), field="teams")
    if values["ends_on"] < values["starts_on"]:
        raise CannotDo(_("It ends before it starts."), field="ends_on")
    if values["ends_on"] - values["starts_on"] > LONGEST:
        raise CannotDo(_("A challenge runs three months at most: after that people tire of it."), field="ends_on")
