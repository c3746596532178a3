"""By what answers are shown: what people may say of themselves, one thing at a time or two, and the names of it."""

from districts.models import Side
from lmi_portal.family_language import for_families
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
CALLED = {
    Dimension.SIDE.value: for_families("Labor or management"),
    Dimension.UNIT.value: for_families("Union"),
    Dimension.SHIFT.value: for_families("Shift"),
    Dimension.JOB_CLASS.value: for_families("Kind of work"),
    Dimension.WORKSITE.value: for_families("Where we work"),
}
SIDES = {Side.LABOR.value: for_families("Labor"), Side.MANAGEMENT.value: for_families("Management")}
EVERYONE = for_families("Everyone")
NOT_SAID = for_families("Rather not say")
GONE = for_families("No longer on the list")

# Two at a time, by sites last. A unit is of one side, and few do the same work at one site: these are no cuts.
PAIRS = [
    (Dimension.SIDE.value, Dimension.SHIFT.value),
    (Dimension.UNIT.value, Dimension.SHIFT.value),
    (Dimension.SIDE.value, Dimension.JOB_CLASS.value),
    (Dimension.UNIT.value, Dimension.JOB_CLASS.value),
    (Dimension.SHIFT.value, Dimension.JOB_CLASS.value),
    (Dimension.SIDE.value, Dimension.WORKSITE.value),
    (Dimension.UNIT.value, Dimension.WORKSITE.value),
    (Dimension.SHIFT.value, Dimension.WORKSITE.value),
]
CUTS = [(), *((dimension,) for dimension in DIMENSIONS), *PAIRS]


def as_pair(one, two):
    """The two dimensions in the order in which groups of both are kept, or None where nothing is cut by both."""
    pair = tuple(sorted([one, two], key=DIMENSIONS.index))
    return pair if pair in PAIRS else None


class Names:
    """What the values of each dimension are called in one program, “” being those who did not say."""

    def __init__(self, survey):
        self.of = about_options(survey) | {Dimension.SIDE.value: SIDES}

    def values(self, dimension):
        """[(value, name)] in the order of the survey, those who did not say last."""
        return [*self.of[dimension].items(), ("", NOT_SAID)]

    def name(self, dimension, value):
        """A work site may have been taken from the list since."""
        return dict(self.values(dimension)).get(value, GONE)
