"""One person's caseload as a board: what is overdue, what is due, and whom the rest waits for."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from .models import OVER, AccessedStudent, Referral, ReferralEvent, State

SHOWN_AT_ONCE = 10
ANSWERS_ARE_NEW_FOR = timedelta(days=14)
REFERRAL_PAGE = "oasis:referral"
# What a list does not show is not decrypted for it.
NOT_SHOWN = ["reason", "student__number", "student__born_on", "student__safe_contact"]

DIRECT = Q(kind=Referral.Kind.DIRECT)
HANDED_OUT = Q(state=State.SENT, kind=Referral.Kind.INFORMATIONAL)
WITH_FAMILY = Q(state__in=[State.ACCEPTED, State.WAITLISTED, State.SCHEDULED, State.IN_SERVICE]) | HANDED_OUT
# Each referral that runs and is neither overdue nor due today lies on the first pile that takes it.
WAITING = {
    "yours": (_("Your turn soon"), Q(state__in=[State.READY, State.NEEDS_INFO, State.DECLINED])),
    "consent": (_("Waiting for consent"), Q(state=State.AWAITING_CONSENT)),
    "provider": (_("Waiting for the provider"), DIRECT & Q(state__in=[State.SENT, State.OPENED])),
    "family": (_("With the provider: ask how it goes"), WITH_FAMILY),
    "drafts": (_("Drafts"), Q(state=State.DRAFT)),
}


@dataclass(frozen=True)
class Pile:
    """Referrals that wait for the same: how many, the most pressing first, and where all of them are."""

    name: str
    title: str
    count: int
    rows: list
    all_of_them: str


@dataclass(frozen=True)
class Board:
    """The piles of one person's caseload that have something on them; `count` is of all that runs."""

    owner: object
    count: int
    answers: list
    piles: list

    def rows(self):
        return [*self.answers, *(row for pile in self.piles for row in pile.rows)]


def board_of(owner, *, reach):
    """The Board of what `owner` cares for, as far as `reach` goes; the answers are those that its person has not read.

    The number of queries depends on which piles are empty, never on how much lies on them.
    """
    running = Referral.objects.within(reach).filter(owner=owner).exclude(state__in=OVER)
    wanted = _piles(reach.on)
    counts = running.aggregate(**{name: Count("pk", filter=which) for name, (_title, which) in wanted.items()})
    piles = [
        Pile(name, title, counts[name], _rows(running.filter(which)), _all_of_them(owner, name))
        for name, (title, which) in wanted.items()
        if counts[name]
    ]
    return Board(owner, sum(counts.values()), _unread_answers(owner, reach=reach), piles)


def _piles(on):
    later = Q(due_on__gt=on) | Q(due_on__isnull=True)
    return {
        "overdue": (_("Overdue"), Q(due_on__lt=on)),
        "today": (_("Due today"), Q(due_on=on)),
        **{name: (title, which & later) for name, (title, which) in WAITING.items()},
    }


def _rows(referrals):
    told = referrals.select_related("student", "need", "service__provider", "site__school", "owner")
    return list(told.defer(*NOT_SHOWN).order_by("due_on", "pk")[:SHOWN_AT_ONCE])


def _all_of_them(owner, name):
    which = {
        "overdue": {"overdue": "on"},
        "consent": {"state": State.AWAITING_CONSENT},
        "drafts": {"state": State.DRAFT},
    }
    return urlencode({"owner": owner.pk} | which.get(name, {"state": "running"}))


def _unread_answers(owner, *, reach):
    """Referrals that a provider answered in the last 14 days, after the person of `reach` last opened one's page.

    What somebody opened is known from the log of accesses, so that nothing else is kept of it.
    """
    since = reach.now - ANSWERS_ARE_NEW_FOR
    events = ReferralEvent.objects.filter(
        referral__in=Referral.objects.within(reach).filter(owner=owner),
        actor=ReferralEvent.Actor.PROVIDER,
        moved_at__gte=since,
    ).exclude(move="open")
    answered = {
        (pk, student): at
        for pk, student, at in events.order_by()
        .values_list("referral", "referral__student")
        .annotate(at=Max("moved_at"))
    }
    if not answered:
        return []
    opened = AccessedStudent.objects.filter(
        student_number__in={student for _pk, student in answered},
        entry__seen_by=reach.user,
        entry__page=REFERRAL_PAGE,
        entry__seen_at__gte=since,
    )
    read = dict(opened.values_list("student_number").annotate(at=Max("entry__seen_at")))
    unread = [pk for (pk, student), at in answered.items() if student not in read or read[student] < at]
    return _rows(Referral.objects.filter(pk__in=unread))
