"""How all who answered a survey see each statement, from wave to wave: never a group, and never a person."""

from django.utils import timezone

from wellbeing.models import ResultGroup, Survey
from wellbeing.surveys.bank import SCALE, questions
from wellbeing.surveys.findings import hoped_of

MOST_WAVES = 4


def trends_of(program, *, before):
    """{waves: [{title, closed_on, people}], rows: [{key, text, shares}]} of the last surveys that closed `before`.

    A share is the percentage, 0 to 100, of those who answered as one hopes for; None where a wave did not ask.
    """
    groups = ResultGroup.objects.filter(
        survey__program=program,
        survey__state=Survey.State.CLOSED,
        survey__closes_at__lte=before,
        first_dimension="",
        second_dimension="",
        people__isnull=False,
    )
    waves = list(groups.select_related("survey").order_by("-survey__closes_at")[:MOST_WAVES])[::-1]
    rows = [_row(question, waves) for question in questions().values() if question.kind == SCALE]
    return {
        "waves": [_wave(group) for group in waves],
        "rows": [row for row in rows if any(share is not None for share in row["shares"])],
    }


def _row(question, waves):
    shares = [hoped_of(question, group.counts) for group in waves]
    return {"key": question.key, "text": question.text("en"), "hoped": question.good, "shares": shares}


def _wave(group):
    closed = group.survey.counted_at or group.survey.closes_at
    return {"title": group.survey.title, "closed_on": timezone.localdate(closed).isoformat(), "people": group.people}
