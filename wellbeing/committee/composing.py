"""Who sits on a committee, and who is missing: units, job classes and shifts that nobody speaks for."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from districts.models import Side
from wellbeing.models import CommitteeSeat, JobClass, Shift

SIDES = [Side.LABOR, Side.MANAGEMENT]


@dataclass(frozen=True)
class Bench:
    """One side of the committee: its current seats, the co-chair among them or None."""

    side: Side
    seats: list[CommitteeSeat]

    @property
    def co_chair(self):
        return next((seat for seat in self.seats if seat.is_co_chair), None)


@dataclass(frozen=True)
class Composition:
    benches: list[Bench]
    past: list[CommitteeSeat]
    units_without: list[str]
    job_classes_without: list[str]
    shifts_without: list[str]

    @property
    def lacks(self):
        """What the committee still needs to begin, in sentences; [] where it is complete."""
        return [*self._co_chairs(), *self._people()]

    def _co_chairs(self):
        no_one = [bench for bench in self.benches if not bench.co_chair]
        return [_("%(side)s has no co-chair yet.") % {"side": bench.side.label} for bench in no_one]

    def _people(self):
        for bench in self.benches:
            if len(bench.seats) < 2:
                yield _("%(side)s has fewer than two seats.") % {"side": bench.side.label}
        if self.units_without:
            yield _("No seat for %(units)s.") % {"units": ", ".join(self.units_without)}


def composition_of(program):
    """The Composition of the committee of `program`, in three queries.

    Job classes and shifts are looked for among those of the employees on the list; where there is none, among all.
    """
    seats = list(program.seats.select_related("unit__organization").order_by("-is_co_chair", "name", "pk"))
    current = [seat for seat in seats if seat.until_on is None]
    kinds = set(program.employees.current().values_list("job_class", "shift").distinct())
    return Composition(
        benches=[Bench(side, [seat for seat in current if seat.side == side]) for side in SIDES],
        past=sorted((seat for seat in seats if seat.until_on), key=lambda seat: seat.until_on, reverse=True),
        units_without=_units_without(program, {seat.unit_id for seat in current}),
        job_classes_without=_without(JobClass, {job for job, _shift in kinds}, {seat.job_class for seat in current}),
        shifts_without=_without(Shift, {shift for _job, shift in kinds}, {seat.shift for seat in current}),
    )


def _units_without(program, seated):
    return [str(unit) for unit in program.district.units.at_the_table() if unit.pk not in seated]


def _without(choices, worked, seated):
    return [str(kind.label) for kind in choices if kind not in seated and (kind in worked or not worked)]
