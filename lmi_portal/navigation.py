"""The parts of the portal as the top bar and the footer list them, and where in them a page is."""

from dataclasses import dataclass
from html import unescape

from django import template
from django.utils.translation import gettext_lazy as _

from lmi_portal.page_head import breadcrumbs, linked_data, whole

register = template.Library()

# Paths, as they are the portal's fixed addresses, and looking each up on every page would cost more than the rest.
SECTIONS = [
    (_("Convenings"), [(_("Convenings"), "/convenings/")]),
    (
        _("Districts"),
        [
            (_("Directory"), "/districts/"),
            (_("Map"), "/districts/map/"),
            (_("Unions and associations"), "/districts/organizations/"),
        ],
    ),
    (
        _("Lessons learned"),
        [(_("Case studies"), "/case-studies/"), (_("Practices"), "/practices/"), (_("Library"), "/library/")],
    ),
    (_("Services"), [(_("Find a service"), "/oasis/providers/"), (_("OASIS"), "/oasis/")]),
    (_("Well-being"), [(_("Employee well-being"), "/wellbeing/"), (_("Highlights"), "/wellbeing/highlights/")]),
    (
        _("The initiative"),
        [(_("Steering committee"), "/steering-committee/"), (_("Strategic plan"), "/strategic-plan/")],
    ),
]
OWN = [
    (_("My teams"), "/teams/"),
    (_("Well-being"), "/wellbeing/mine/"),
    (_("Invoices"), "/account/"),
    (_("Join a district"), "/districts/join/"),
]
TITLES = {path: name for _title, links in SECTIONS for name, path in links}
PUBLIC_PATHS = list(TITLES)
BEGINNINGS = [*PUBLIC_PATHS, *(path for _name, path in OWN)]


@dataclass(frozen=True)
class Link:
    """`current` is “page” on that very page, “true” on one that belongs to it, else nothing."""

    title: str
    path: str
    current: str


@dataclass(frozen=True)
class Section:
    title: str
    links: list

    @property
    def current(self):
        return "true" if any(link.current for link in self.links) else ""


def sections_of(path):
    """The public Sections as the page at `path` shows them."""
    return [Section(title, links_of(links, path)) for title, links in SECTIONS]


def own_links_of(path):
    """The Links of those who are signed in."""
    return links_of(OWN, path)


def links_of(links, path):
    return [Link(title, to, _current(to, path=path, nearest=_nearest(path))) for title, to in links]


@register.simple_tag
def trail(title, path):
    """The way from the front page to the public page at `path`, for search engines; `title` is as printed."""
    nearest = _nearest(path)
    if nearest not in PUBLIC_PATHS:
        return ""
    steps = [(_("Front page"), "/"), (TITLES[nearest], nearest)]
    return linked_data(whole(breadcrumbs(*steps, *([(unescape(title), path)] if path != nearest else []))))


def _nearest(path):
    return max((one for one in BEGINNINGS if path.startswith(one)), key=len, default="")


def _current(to, *, path, nearest):
    if to != nearest:
        return ""
    return "page" if to == path else "true"
