"""Who works with OASIS where the person of a reach leads."""

from django.db.models import Q

from .models import WHOLE_DISTRICT, Assignment
from .training import training_of


def people_of(reach):
    """The current assignments at the sites that the person leads, or in a whole district, sites first."""
    whole = {each.district_id for each in reach.assignments if each.role in WHOLE_DISTRICT}
    led = Q(site__school__in={site.school_id for site in reach.sites}) | Q(district__in=whole)
    current = Assignment.objects.current(on=reach.on).filter(led)
    related = ["user", "site__school", "district", "employer", "unit__organization", "unit__district", "position"]
    return current.select_related(*related).order_by("site__school__name", "user__name", "pk")


def with_training(assignments, *, on):
    """[(Assignment, its person's missing modules)], with two queries whatever their number."""
    missing = training_of({each.user for each in assignments}, on=on)
    return [(each, missing[each.user_id]) for each in assignments]
