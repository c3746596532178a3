"""An activity in the words of whoever reads: its title, what happens, and when, in the language of the page."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language


def title_in_language(activity):
    """In Spanish where it has a Spanish title and the page is Spanish."""
    return activity.title_es if get_language() == "es" and activity.title_es else activity.title


def description_in_language(activity):
    return activity.description_es if get_language() == "es" and activity.description_es else activity.description


def when_in_words(activity):
    """“Monday, Nov. 30, 2026, 3:30 p.m. – 4:30 p.m. PST”, in Pacific time."""
    starts_at, ends_at = (timezone.localtime(moment) for moment in (activity.starts_at, activity.ends_at))
    first = f"{date_format(starts_at, 'l')}, {date_format(starts_at, 'DATE_FORMAT')}"
    if ends_at.date() == starts_at.date():
        return f"{first}, {_clock(starts_at)} – {_clock(ends_at)} {ends_at:%Z}"
    return f"{first}, {_clock(starts_at)} – {date_format(ends_at, 'DATE_FORMAT')}, {_clock(ends_at)} {ends_at:%Z}"


def place_of(activity):
    """Work site and place, `worksite` read along with the activity."""
    return ", ".join(filter(None, [activity.worksite.name if activity.worksite else "", activity.place]))


def clock_in_words(moment):
    """“3:30 p.m.”, in Pacific time."""
    return _clock(timezone.localtime(moment))


def _clock(moment):
    # No line breaks within “5 p.m.”.
    return date_format(moment, "TIME_FORMAT").replace(" ", "\u00a0")
