"""School years, each by the calendar year in which it begins: 2026 for 2026–27 (Education Code § 37200)."""

from django.utils import timezone

FIRST_MONTH = 7


def school_year_of(day):
    """The school year in which the Pacific `day` lies."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def school_year_at(now):
    return school_year_of(timezone.localdate(now))


def label_of(school_year):
    """2026 as “2026–27”."""
    return f"{school_year}–{(school_year + 1) % 100:02d}"
