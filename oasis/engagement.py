"""How many families take part: each counted once for a kind of activity, however often they came."""

from datetime import date

from django.db.models import Count, Sum

from .models import FamilyActivity, Participation, school_year_of


def families_by_kind(activities, *, on):
    """[(kind, families, times, hours)] of the school year of `on`, with one query; of matched sign-ins alone."""
    year = school_year_of(on)
    rows = Participation.objects.filter(
        activity__in=activities.filter(starts_at__date__range=[date(year, 7, 1), date(year + 1, 6, 30)]),
        household__isnull=False,
    )
    rows = rows.order_by().values_list("activity__kind")
    counted = {
        kind: (families, times, hours)
        for kind, families, times, hours in rows.annotate(
            families=Count("household", distinct=True), times=Count("pk"), hours=Sum("hours")
        )
    }
    return [(kind.label, *counted.get(kind.value, (0, 0, None))) for kind in FamilyActivity.Kind]
