"""Who may hand a caseload to whom: the colleagues of the same schools."""

from django.db.models import Q

from lmi_portal.accounts.models import User

from .access import LEADS, REFERRERS
from .models import Assignment


def colleagues(reach, *, is_current=True):
    """Users who refer at the schools of `reach` or in its whole districts: today, or at any time where not current."""
    schools = [site.school_id for site in reach.sites]
    here = Q(site__school__in=schools) | Q(site__school__district__in=reach.whole_districts)
    assignments = Assignment.objects.filter(here, role__in=REFERRERS)
    if is_current:
        assignments = assignments.current(on=reach.on)
    return User.objects.filter(pk__in=assignments.values("user")).order_by("name", "pk")


def people_led(reach):
    """Those whose caseloads the person of `reach` may look at and hand over, also of who left."""
    return colleagues(reach.having(LEADS), is_current=False)
