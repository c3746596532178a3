"""How far an open survey is, as the committee may know it."""

from dataclasses import dataclass

STEP = 10


@dataclass(frozen=True)
class Progress:
    """`answered` is rounded down to tens: a count that moved with each answer would tell who just gave theirs."""

    invited: int
    paper_codes: int
    answered: int
    days_left: int


def progress_of(survey, *, now):
    return Progress(
        invited=survey.invited,
        paper_codes=survey.paper_codes,
        answered=survey.responses.count() // STEP * STEP,
        days_left=max((survey.closes_at - now).days, 0),
    )
