"""The parts of a well-being program as the head of its pages lists them: only what this person may open."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from lmi_portal.family_language import for_families
from lmi_portal.navigation import Link

from .access import ACCESS

register = template.Library()

# Each part, and the pages that it may lead to: the first of them that the person may open.
PARTS = [
    (_("Path"), ["program"]),
    (_("Charter"), ["charter"]),
    (_("Committee"), ["committee"]),
    (_("Meetings"), ["meetings"]),
    (_("Surveys"), ["surveys"]),
    (_("Activities"), ["activities", "calendar"]),
    (_("Ideas"), ["ideas"]),
    (_("Reach"), ["reach"]),
    (_("Reports"), ["reports"]),
]
# What employees open, in their own language; those at the table find the way to their own pages.
EMPLOYEES_PARTS = [
    (for_families("Activities"), ["calendar"]),
    (for_families("Team challenges"), ["challenges"]),
    (for_families("Ideas box"), ["ideas"]),
    (for_families("Survey results"), ["shared_list"]),
    (for_families("Minutes of the committee"), ["minutes_list"]),
    (for_families("Yearly reports"), ["reports"]),
    (for_families("For the committee"), ["program"]),
]


@register.simple_tag(takes_context=True)
def program_parts(context):
    """The Links to the parts of the program of `request.standing`; none before it was begun."""
    return _parts(context["request"], PARTS)


@register.simple_tag(takes_context=True)
def employees_parts(context):
    """The Links to what employees open."""
    return _parts(context["request"], EMPLOYEES_PARTS)


def _parts(request, parts):
    standing = getattr(request, "standing", None)
    return links_of(standing, path=request.path, parts=parts) if standing and standing.program else []


def links_of(standing, *, path, parts=PARTS):
    found = []
    for title, names in parts:
        address = next((to for name in names if (to := address_for(standing, name))), None)
        if address:
            found.append((title, address))
    nearest = max((to for _title, to in found if path.startswith(to)), key=len, default="")
    return [Link(title, to, _current(to, path=path, nearest=nearest)) for title, to in found]


def address_for(standing, name):
    """Where the page `name` of the program is, or nothing where it is not for them."""
    if not standing.roles & ACCESS.get(f"wellbeing:{name}", frozenset()):
        return ""
    try:
        return reverse(f"wellbeing:{name}", args=[standing.district.cd_code])
    except NoReverseMatch:
        return ""


def _current(to, *, path, nearest):
    if to != nearest:
        return ""
    return "page" if to == path else "true"
