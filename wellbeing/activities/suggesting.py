"""The ideas box: written by nobody that we know, read and answered by the committee.

Employees must be free to say what they want. So an idea has no author, and an idea about pay, hours or other terms of
employment is marked as one for bargaining and not voted on: a vote on it would be dealing past the exclusive
representative (Government Code § 3543.5(c)).
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from wellbeing.going_live import refuse_unless_live
from wellbeing.models import Idea
from wellbeing.refusing import CannotDo

State = Idea.State
# What may become of an idea; what is planned may fall through.
MOVES = {
    State.NEW: [State.OPEN, State.DECLINED],
    State.OPEN: [State.OPEN, State.PLANNED, State.DONE, State.DECLINED],
    State.PLANNED: [State.PLANNED, State.DONE, State.OPEN, State.DECLINED],
    State.DECLINED: [State.DECLINED, State.OPEN],
    State.DONE: [State.DONE],
}
NEEDS_AN_ANSWER = {State.PLANNED, State.DONE, State.DECLINED}


@transaction.atomic
def write_idea(*, program, text, now):
    """Put `text` into the box; who wrote it is kept nowhere. Sent twice, it is there once. Raises CannotDo."""
    refuse_unless_live(program)
    known = program.ideas.filter(state=State.NEW, text=text).first()
    return known or Idea.objects.create(program=program, text=text, written_on=timezone.localdate(now))


@transaction.atomic
def answer_idea(*, idea, state, answer, is_for_bargaining, by, now):
    """Say what becomes of an idea, with a short answer. Raises CannotDo."""
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    if state not in MOVES[idea.state]:
        raise CannotDo(_("Somebody else answered this idea meanwhile. Look again."))
    if state in NEEDS_AN_ANSWER and not answer:
        raise CannotDo(_("Say in a sentence what comes of it."), field="answer")
    if is_for_bargaining and state in {State.PLANNED, State.DONE}:
        raise CannotDo(_("What belongs to bargaining is not the committee’s to plan."), field="is_for_bargaining")
    changes = {
        "state": [idea.state, state],
        "answer": [idea.answer, answer],
        "is_for_bargaining": [idea.is_for_bargaining, is_for_bargaining],
    }
    idea.state, idea.answer, idea.is_for_bargaining = state, answer, is_for_bargaining
    idea.save(update_fields=["state", "answer", "is_for_bargaining"])
    changed = {name: change for name, change in changes.items() if change[0] != change[1]}
    record(deed="answer_idea", on=idea, by=by, now=now, changes=changed)
    return idea


@transaction.atomic
def remove_idea(*, idea, by, now):
    """Delete an idea, as when it names a person or tells of their health; the audit keeps that it was there."""
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    record(deed="remove_idea", on=idea, by=by, now=now, changes={"state": [idea.state, None]})
    idea.delete()
