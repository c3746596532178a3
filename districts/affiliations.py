"""Which organization belongs to which, as a tree that a page can draw."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import Organization

# A state association may have hundreds of locals: its own page lists them all.
PARTS_SHOWN = 12
# Locals of state associations of national ones are three steps down; nothing here is deeper.
STEPS = 3

Kind = Organization.Kind
HEADINGS = {
    Kind.STATE: _("State associations"),
    Kind.AFFILIATE: _("What state associations and locals belong to"),
    Kind.LOCAL: _("Locals and groups that belong to none of these"),
    Kind.PARTNER: _("Partners"),
}


@dataclass
class Branch:
    """An organization with its parts, the first of them, and how many more there are."""

    organization: Organization
    parts: list = field(default_factory=list)
    more: int = 0


def trees_by_kind(organizations):
    """[(heading, [Branch])] of those that belong to none of the others, by their kinds."""
    organizations = list(organizations)
    parts = {organization.pk: [] for organization in organizations}
    roots = []
    for organization in organizations:
        parts.get(organization.parent_id, roots).append(organization)
    kinds = [(heading, [root for root in roots if root.kind == kind]) for kind, heading in HEADINGS.items()]
    return [(heading, [_branch(root, parts) for root in of_kind]) for heading, of_kind in kinds if of_kind]


def of_it_and_its_parts(organization):
    """Those units that are the organization's own or those of its parts."""
    own = Q(organization=organization)
    for steps in range(1, STEPS + 1):
        own |= Q(**{"organization" + "__parent" * steps: organization})
    return own


def _branch(organization, parts):
    of_it = parts[organization.pk]
    shown = [_branch(part, parts) for part in of_it[:PARTS_SHOWN]]
    return Branch(organization, shown, more=len(of_it) - len(shown))
