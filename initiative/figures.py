"""What the portal's own data say of a plan's years, figure by figure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening, Registration, Seat
from districts.models import Evidence, Side
from lmi_portal.library.models import Resource

from .models import CaseStudy, Measure

Figure = Measure.Figure


@dataclass(frozen=True)
class Counted:
    """A figure as it stands, None where nothing is known; `by_year` is [(year, value)] where it adds up by years."""

    value: Decimal | None
    by_year: list


@dataclass
class Span:
    """The part of a plan's years that has passed on `today`; each kind of row is asked for once, and only if wanted."""

    first: date
    last: date
    today: date

    @property
    def until(self):
        return min(self.last, self.today)

    @property
    def is_over(self):
        return self.last < self.today

    @cached_property
    def years(self):
        return range(self.first.year, self.until.year + 1)

    @cached_property
    def held(self):
        """{year: convenings held}, by their last day."""
        by_year = self._held().values_list("ends_on__year").annotate(n=Count("pk")).order_by()
        return dict(by_year)

    @cached_property
    def teams(self):
        """{year: (confirmed teams at those convenings, of these with both sides)}."""
        seats = Seat.objects.filter(registration=OuterRef("pk"))
        both = Exists(seats.filter(side=Side.LABOR)) & Exists(seats.filter(side=Side.MANAGEMENT))
        teams = Registration.objects.confirmed().filter(convening__in=self._held()).annotate(has_both=both)
        counted = {}
        for year, has_both, n in (
            teams.values_list("convening__ends_on__year", "has_both").annotate(n=Count("pk")).order_by()
        ):
            everyone, with_both = counted.get(year, (0, 0))
            counted[year] = everyone + n, with_both + (n if has_both else 0)
        return counted

    @cached_property
    def regions_of_districts(self):
        """The region of each district with certain or likely evidence until then.

        Evidence without a day counts while the plan runs: of an earlier time nobody could say that it was there.
        """
        evidence = Evidence.objects.of_participation().filter(strength__lte=Evidence.Strength.LIKELY)
        until = Q(happened_on__lte=self.until)
        evidence = evidence.filter(until if self.is_over else until | Q(happened_on__isnull=True))
        districts = evidence.order_by().values_list("district").annotate(region=Min("district__county__region"))
        return [region for _district, region in districts]

    def _held(self):
        held = Convening.objects.filter(state=Convening.State.HELD, ends_on__range=(self.first, self.until))
        return held.exclude(kind=Convening.Kind.PARTNER)


def count_figures(figures, *, first, last, today):
    """{figure: Counted} of those named, in five queries at most; nothing is known of a plan that has not begun."""
    span = Span(first, last, today)
    if today < first:
        return {figure: Counted(None, []) for figure in figures}
    return {figure: _COUNTS[figure](span) for figure in figures}


def _convenings_held(span):
    return _sum_by_year({year: span.held.get(year, 0) for year in span.years})


def _teams(span):
    """Where convenings were held and no team is in the portal, nobody counted them."""
    if span.held and not span.teams:
        return Counted(None, [])
    return _sum_by_year({year: span.teams.get(year, (0, 0))[0] for year in span.years})


def _both_sides(span):
    """Percent of the teams; years without a team have none."""
    if not span.teams:
        return Counted(None, [])
    teams, with_both = (sum(numbers) for numbers in zip(*span.teams.values(), strict=True))
    by_year = [(year, _percent(*reversed(span.teams[year]))) for year in sorted(span.teams)]
    return Counted(_percent(with_both, teams), by_year)


def _districts(span):
    return Counted(Decimal(len(span.regions_of_districts)), [])


def _regions(span):
    return Counted(Decimal(len(set(span.regions_of_districts))), [])


def _resources(span):
    """The library tells what it holds, not what it held."""
    return Counted(None if span.is_over else Decimal(Resource.objects.published().count()), [])


def _case_studies(span):
    return Counted(None if span.is_over else Decimal(CaseStudy.objects.published().count()), [])


def _sum_by_year(numbers):
    return Counted(Decimal(sum(numbers.values())), [(year, Decimal(n)) for year, n in numbers.items()])


def _percent(part, whole):
    return (Decimal(100) * part / whole).quantize(Decimal("0.1"))


_COUNTS = {
    Figure.CONVENINGS_HELD: _convenings_held,
    Figure.TEAMS: _teams,
    Figure.BOTH_SIDES: _both_sides,
    Figure.DISTRICTS: _districts,
    Figure.REGIONS: _regions,
    Figure.RESOURCES: _resources,
    Figure.CASE_STUDIES: _case_studies,
}

DRAWN_FROM = {
    Figure.CONVENINGS_HELD: _(
        "the portal’s calendar: convenings held, without partners’ events and those without a day"
    ),
    Figure.TEAMS: _("the portal’s registrations: confirmed teams at convenings held, without partners’ events"),
    Figure.BOTH_SIDES: _(
        "the portal’s registrations: of the confirmed teams at convenings held, those with seats of labor and of"
        " management"
    ),
    Figure.DISTRICTS: _(
        "the evidence on record, certain or likely, not inferred; of a plan that is over, only what has a day"
    ),
    Figure.REGIONS: _("the evidence on record, certain or likely: regions in which one of its districts lies"),
    Figure.RESOURCES: _("the library, as it is today"),
    Figure.CASE_STUDIES: _("the case studies published today"),
}
