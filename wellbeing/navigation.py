"""The parts of a well-being program as the head of its pages lists them: only what this person may open."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

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


@register.simple_tag(takes_context=True)
def program_parts(context):
    """The Links to the parts of the program of `request.standing`; none before it was begun."""
    request = context["request"]
    standing = getattr(request, "standing", None)
    return links_of(standing, path=request.path) if standing and standing.program else []


def links_of(standing, *, path):
    found = []
    for title, names in PARTS:
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
