"""Families who took part in a term, and what each paid position reached, for the term's edition.

A family counts once for a kind of activity, at the school where it first took part in it. What a position yields is
told only above 10 families.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta

from django.utils import timezone

from oasis.models import Participation, Position
from oasis.suppression import MOST_HIDDEN, Cuts, publish

KINDS = Cuts(columns=("school", "kind"), cuts=(("kind",), ("school", "kind")), moving=(("school",), ("kind",)))
FAMILIES = Cuts(columns=("school",), cuts=((), ("school",)), moving=(("school",),))


def count_families(district, term):
    """Cells of families by kind and school, and rows of positions, with a fixed number of queries."""
    kinds, families, positions = {}, {}, defaultdict(list)
    for household, school, kind, position, hours in _participations(district, term):
        kinds.setdefault((household, kind), (school, kind))
        families.setdefault(household, (school,))
        if position:
            positions[position].append((household, hours))
    by_kind = publish([(household, values) for (household, _kind), values in kinds.items()], KINDS)
    in_all = publish(list(families.items()), FAMILIES)
    cells = {
        f"{','.join(cut)}={','.join(map(str, values))}": published.get(cut, values)
        for published in (by_kind, in_all)
        for cut, values in published.counts
    }
    return {
        "cells": cells,
        "positions": [_yield(position, positions[position.pk]) for position in _paid(district, term)],
    }


def _participations(district, term):
    """(household, school, kind, position of who led it, hours), the earliest first."""
    rows = Participation.objects.filter(
        activity__site__school__district=district,
        activity__starts_at__gte=_midnight(term.starts_on),
        activity__starts_at__lt=_midnight(term.ends_on + timedelta(days=1)),
        household__isnull=False,
    ).order_by("activity__starts_at", "pk")
    columns = ["household", "activity__site__school", "activity__kind", "activity__led_by__position", "hours"]
    for *row, hours, starts_at, ends_at in rows.values_list(*columns, "activity__starts_at", "activity__ends_at"):
        yield (*row, float(hours) if hours else (ends_at - starts_at).total_seconds() / 3600)


def _paid(district, term):
    year = term.starts_on.year if term.starts_on.month >= 7 else term.starts_on.year - 1
    positions = Position.objects.filter(site__school__district=district, site__year=year)
    return positions.select_related("site__school").order_by("site__school__name", "title", "pk")


def _yield(position, reached):
    """The position and, above 10 families, how many and for how many hours; half a year's cost stands beside them."""
    families = len({household for household, _hours in reached})
    is_told = families > MOST_HIDDEN
    return {
        "title": position.title,
        "school": position.site.school_id,
        "school_name": position.site.school.name,
        "funding": position.funding,
        "fte": float(position.full_time_equivalent),
        "cost": float(position.yearly_cost / 2) if position.yearly_cost is not None else None,
        "families": families if is_told else None,
        "hours": round(sum(hours for _household, hours in reached), 1) if is_told else None,
    }


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))
