"""What the committee decides, with a quorum of both sides and never on a topic of bargaining."""

from django.db import transaction
from django.utils.translation import gettext as _

from districts.models import Side
from lmi_portal.audit.recording import record
from wellbeing.models import CommitteeMeeting, Decision
from wellbeing.refusing import CannotDo

from .planning import lock_meeting
from .quorum import quorum_at

WAYS = ["for", "against", "abstaining"]
VOTES = {side: [f"{side}_{way}" for way in WAYS] for side in [Side.LABOR, Side.MANAGEMENT]}


@transaction.atomic
def record_decision(*, meeting, item, text, way, votes, by, now):
    """Enter a decision of a meeting held; returns it. `item` of its agenda, or None.

    By consensus `votes` is {}; by vote it maps each name in VOTES to a number: both sides cast equally many, no side
    more than it has people there. A vote is carried by more for than against in all, with at least one for from each
    side. Raises CannotDo: a committee that decided what Government Code § 3543.2 leaves to bargaining would bargain.
    """
    meeting = lock_meeting(meeting)
    if meeting.state != CommitteeMeeting.State.HELD:
        raise CannotDo(_("Enter first who came to this meeting."))
    _refuse_item(meeting, item)
    if meeting.decisions.filter(item=item, text=text).exists():
        raise CannotDo(_("This decision is entered already."), field="text")
    quorum = quorum_at(meeting)
    if not quorum.is_met:
        raise CannotDo(_("There was no quorum: more than half of each side must be there to decide."))
    is_vote = way == Decision.Way.VOTE
    votes = {name: (votes.get(name) or 0) if is_vote else 0 for names in VOTES.values() for name in names}
    if is_vote:
        _refuse_votes(votes, quorum)
    decision = Decision.objects.create(
        meeting=meeting,
        item=item,
        text=text,
        way=way,
        is_adopted=not is_vote or is_carried(votes),
        recorded_at=now,
        recorded_by=by,
        **votes,
    )
    record(deed="record_decision", on=meeting, by=by, now=now, changes={"decision": [None, decision.pk]})
    return decision


@transaction.atomic
def take_decision_back(*, decision, by, now):
    """Take off a decision that was entered by mistake, as long as the minutes are not published. Raises CannotDo."""
    meeting = lock_meeting(decision.meeting)
    # Whoever lets priorities rest on it holds the same row.
    standing = meeting.decisions.select_for_update(of=["self"]).filter(pk=decision.pk).first()
    if standing and standing.priorities.exists():
        raise CannotDo(_("The program’s priorities rest on this decision: it stays."))
    if standing:
        standing.delete()
        record(deed="take_decision_back", on=meeting, by=by, now=now, changes={"decision": [decision.pk, None]})


def is_carried(votes):
    """Whether this many votes, of each name in VOTES, carry: the same rule as the database's constraint."""
    in_favor = votes["labor_for"] + votes["management_for"]
    against = votes["labor_against"] + votes["management_against"]
    return votes["labor_for"] > 0 and votes["management_for"] > 0 and in_favor > against


def _refuse_item(meeting, item):
    if item is None:
        return
    item = meeting.agenda.filter(pk=item.pk).first()
    if item is None:
        raise CannotDo(_("This topic is no longer on the agenda."), field="item")
    if item.is_for_bargaining:
        raise CannotDo(
            _(
                "“%(topic)s” belongs to bargaining (Government Code § 3543.2): the committee may talk about it, the"
                " negotiating teams decide."
            )
            % {"topic": item.title},
            field="item",
        )


def _refuse_votes(votes, quorum):
    cast = {side: sum(votes[name] for name in names) for side, names in VOTES.items()}
    if not any(cast.values()):
        raise CannotDo(_("Enter the votes of each side."), field="labor_for")
    if cast[Side.LABOR] != cast[Side.MANAGEMENT]:
        raise CannotDo(
            _("Both sides cast equally many votes: labor has %(labor)d here, management %(management)d.") % cast,
            field="labor_for",
        )
    for side, number in cast.items():
        if number > quorum.present(side):
            raise CannotDo(
                _("%(side)s cast %(cast)d votes and had %(present)d people there.")
                % {"side": side.label, "cast": number, "present": quorum.present(side)},
                field=VOTES[side][0],
            )
