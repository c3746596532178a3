"""The parts of the portal as the top bar and the footer list them, and where in them a page is."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

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
    (
        _("The initiative"),
        [(_("Steering committee"), "/steering-committee/"), (_("Strategic plan"), "/strategic-plan/")],
    ),
]
OWN = [(_("My teams"), "/teams/"), (_("Invoices"), "/account/"), (_("Join a district"), "/districts/join/")]
PUBLIC_PATHS = [path for _title, links in SECTIONS for _name, path in links]
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
    nearest = max((one for one in BEGINNINGS if path.startswith(one)), key=len, default="")
    return [Link(title, to, _current(to, path=path, nearest=nearest)) for title, to in links]


def _current(to, *, path, nearest):
    if to != nearest:
        return ""
    return "page" if to == path else "true"
