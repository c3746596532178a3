"""The two terms of a school year: the only spans of days of which figures are published.

Shorter spans, or spans that overlap, could be taken from one another: March less February, this week's figures less
last week's. So each term is counted once, a month after its end, and never again.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from oasis.models import school_year_of

# Answers and outcomes of a term's last weeks come in meanwhile.
DAYS_TO_SETTLE = 30
TERMS_LOOKED_BACK = 4


@dataclass(frozen=True, order=True)
class Term:
    starts_on: date
    ends_on: date

    def name(self):
        if self.starts_on.month == 7:
            return _("July to December %(year)d") % {"year": self.starts_on.year}
        return _("January to June %(year)d") % {"year": self.starts_on.year}

    def school_year(self):
        year = school_year_of(self.starts_on)
        return f"{year}–{(year + 1) % 100:02}"

    def settles_on(self):
        return self.ends_on + timedelta(days=DAYS_TO_SETTLE)

    def before(self):
        return term_of(self.starts_on - timedelta(days=1))


def term_of(day):
    if day.month >= 7:
        return Term(date(day.year, 7, 1), date(day.year, 12, 31))
    return Term(date(day.year, 1, 1), date(day.year, 6, 30))


def settled_terms(*, on):
    """The last terms of which figures may be published on the day `on`, the newest first."""
    term, found = term_of(on).before(), []
    for _each in range(TERMS_LOOKED_BACK):
        if term.settles_on() <= on:
            found.append(term)
        term = term.before()
    return found
