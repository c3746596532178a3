"""What the library's filters offer, each with how many resources it would find."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from .models import Audience, Resource, Topic
from .searching import FILTERS


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """One field of the form; `groups` are [(heading or "", [Choice])]."""

    name: str
    label: str
    everything: str
    groups: list


def offers():
    """{filter: [(heading or "", value, label)]} of what there is to choose; the years come with the counts."""
    audiences = Audience.objects.order_by("-kind", "name").values_list("kind", "slug", "name")
    return {
        "kind": [("", kind, label) for kind, label in Resource.Kind.choices],
        "topic": [("", slug, name) for slug, name in Topic.objects.values_list("slug", "name")],
        "audience": [(Audience.Kind(kind).label, slug, name) for kind, slug, name in audiences],
    }


def filters_of(asked, offered, resources):
    """The four filters of a LibraryQuery over `resources`: what would find nothing is not offered, unless chosen."""
    counts = {name: asked.counts(resources, name) for name in FILTERS}
    years = sorted({*counts["year"], *([asked.year] if asked.year else [])}, reverse=True)
    words = {
        "kind": (_("Kind"), _("All kinds")),
        "topic": (_("Topic"), _("All topics")),
        "audience": (_("For whom"), _("Everyone")),
        "year": (_("Year"), _("Any year")),
    }
    offered = offered | {"year": [("", year, str(year)) for year in years]}
    return [
        Filter(name, *words[name], _groups(offered[name], counts[name], chosen=getattr(asked, name)))
        for name in FILTERS
    ]


def _groups(offered, counts, *, chosen):
    choices = [
        (heading, Choice(str(value), label, counts.get(value, 0), value == chosen))
        for heading, value, label in offered
        if counts.get(value) or value == chosen
    ]
    return [(heading, [choice for _h, choice in each]) for heading, each in groupby(choices, lambda pair: pair[0])]
