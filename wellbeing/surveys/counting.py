"""Counting a survey's answers into groups, once: what is not shown then was never written down."""

from collections import Counter, defaultdict

from wellbeing.models import ResultGroup

from .bank import COMMENT, asked
from .cuts import CUTS, DIMENSIONS, Names
from .protecting import protect

# Of fewer answers, a comment's wording would point to its writer.
LEAST_FOR_COMMENTS = 20
NOT_ANSWERED = ""


def count_answers(*, survey, answers):
    """The survey's ResultGroups, unsaved, out of its `answers`, a list of {"about": {dimension: value}, "answers":
    {question: option or list of options}}; the caller saves them and destroys the answers in one transaction.

    Who left a question out is counted under “”, so that each group has as many people in every question.
    """
    by_kind = defaultdict(list)
    for each in answers:
        by_kind[tuple(each["about"].get(dimension, "") for dimension in DIMENSIONS)].append(each["answers"])
    kinds = Counter({kind: len(found) for kind, found in by_kind.items()})
    shown = protect(kinds, dimensions=DIMENSIONS, cuts=CUTS).shown
    counts = _counts(survey, by_kind, shown)
    rows = [_row(survey, *group, shown[group], counts[group]) for group in shown]
    return rows + [_row(survey, *group, None, None) for group in _offered(survey) if group not in shown]


def _counts(survey, by_kind, shown):
    """{group: {question: {option: people}}} of the groups that are `shown`."""
    questions = [question for question in asked(survey) if question.kind != COMMENT]
    totals = {group: Counter() for group in shown}
    for kind, found in by_kind.items():
        of_kind = Counter(choice for each in found for choice in _choices(questions, each))
        values = dict(zip(DIMENSIONS, kind, strict=True))
        for cut in CUTS:
            group = cut, tuple(values[dimension] for dimension in cut)
            if group in totals:
                totals[group].update(of_kind)
    return {group: _by_question(questions, total) for group, total in totals.items()}


def _choices(questions, answers):
    for question in questions:
        said = answers.get(question.key) or [NOT_ANSWERED]
        for option in [said] if isinstance(said, str) else said:
            yield question.key, option


def _by_question(questions, total):
    return {
        question.key: {option: total[question.key, option] for option in [*question.labels, NOT_ANSWERED]}
        for question in questions
    }


def _offered(survey):
    """Everyone, and every group of one dimension, whether anybody is in it or not: being hidden tells nothing."""
    yield (), ()
    names = Names(survey)
    for dimension in DIMENSIONS:
        for value, _name in names.values(dimension):
            yield (dimension,), (value,)


def _row(survey, cut, values, people, counts):
    first, second = (*cut, "", "")[:2]
    first_value, second_value = (*values, "", "")[:2]
    return ResultGroup(
        survey=survey,
        first_dimension=first,
        first_value=first_value,
        second_dimension=second,
        second_value=second_value,
        people=people,
        counts=counts,
    )
