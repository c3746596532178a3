"""By what answers are shown: what people may say of themselves, one thing at a time or two, and the names of it."""

from itertools import combinations

from django.utils.translation import gettext as _

from wellbeing.models import ResultGroup

from .answer_form import about_options

Dimension = ResultGroup.Dimension

# The order in which groups are taken up where not all can be shown.
DIMENSIONS = [
    Dimension.SIDE.value,
    Dimension.UNIT.value,
    Dimension.SHIFT.value,
    Dimension.JOB_CLASS.value,
    Dimension.WORKSITE.value,
]
# Two at a time. A unit is of one side, and what few do the same work at one site is mostly hidden, so neither is cut.
PAIRS = [
    pair
    for pair in combinations(DIMENSIONS, 2)
    if set(pair) not in ({Dimension.SIDE, Dimension.UNIT}, {Dimension.JOB_CLASS, Dimension.WORKSITE})
]
CUTS = [(), *((dimension,) for dimension in DIMENSIONS), *PAIRS]


def as_pair(one, two):
    """The two dimensions in the order in which groups of both are kept, or None where nothing is cut by both."""
    pair = tuple(sorted([one, two], key=DIMENSIONS.index))
    return pair if pair in PAIRS else None


class Names:
    """What the values of each dimension are called in one program, “” being those who did not say."""

    def __init__(self, survey):
        self.of = about_options(survey)

    def values(self, dimension):
        """[(value, name)] in the order of the survey, those who did not say last."""
        return [*self.of[dimension].items(), ("", _("Rather not say"))]

    def name(self, dimension, value):
        """A work site may have been taken from the list since."""
        return dict(self.values(dimension)).get(value, _("No longer on the list"))
