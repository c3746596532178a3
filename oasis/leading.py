"""Whose word counts for one referral: who cares for it, and who leads where it was logged."""

from django.db.models import Q
from django.utils import timezone

from .access import LEADS
from .models import Assignment


def owns_or_leads(user, referral, *, now):
    """Whether `user` cares for `referral`, or leads at its school or in its district on the day of `now`."""
    if user is None:
        return False
    if user.pk == referral.owner_id:
        return True
    school = referral.site.school
    here = Q(site__school=school) | Q(site__isnull=True, district=school.district_id)
    current = Assignment.objects.current(on=timezone.localdate(now))
    return current.filter(here, user=user, role__in=LEADS).exists()
