"""What is wrong with a table that somebody brings, told so that they find the place in their own program."""

from typing import NamedTuple

from django.utils.translation import gettext as _


class Problem(NamedTuple):
    """The line from 1, what the column is called, and a sentence."""

    line: int
    column: str
    sentence: str

    def __str__(self):
        return _("Line %d, %s: %s") % self


class ProblemInSheet(Problem):
    """The same of a workbook, whose rows have numbers, and whose columns have letters."""

    def __str__(self):
        return _("Row %d, %s: %s") % self


class ProblemOfFile(Problem):
    """One of the whole file, which stands in no line."""

    def __new__(cls, sentence):
        return super().__new__(cls, 1, _("whole file"), sentence)

    def __str__(self):
        return self.sentence


class CannotRead(Exception):
    """Nothing of the file is taken in; `problems` are Problems."""

    def __init__(self, problems):
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class BadHeadings(Exception):
    """The first row cannot stay; `faults` are (place from 0 or None, what the column is called, sentence)."""

    def __init__(self, faults):
        super().__init__("\n".join(sentence for _place, _column, sentence in faults))
        self.faults = faults


class BadCell(Exception):
    """The sentence says what is wrong with one cell."""

    def __init__(self, column, sentence):
        super().__init__(sentence)
        self.column = column
