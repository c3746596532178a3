"""The size bands that the directory is narrowed by, by enrollment; county offices have none of their own."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NOT_COUNTED = "not-counted"

# From the first number on, up to but not including the second.
BANDS = {
    "under-500": (0, 500),
    "500-to-2499": (500, 2_500),
    "2500-to-9999": (2_500, 10_000),
    "10000-to-24999": (10_000, 25_000),
    "25000-and-more": (25_000, None),
}

LABELS = {
    "under-500": _("Under 500 students"),
    "500-to-2499": _("500 to 2,499"),
    "2500-to-9999": _("2,500 to 9,999"),
    "10000-to-24999": _("10,000 to 24,999"),
    "25000-and-more": _("25,000 and more"),
    NOT_COUNTED: _("Not counted (county offices)"),
}


def of_size(band):
    """Those districts whose enrollment lies in `band`."""
    if band == NOT_COUNTED:
        return Q(enrollment__isnull=True)
    least, limit = BANDS[band]
    return Q(enrollment__gte=least) & (Q(enrollment__lt=limit) if limit else Q())
