"""What a visitor asks of the library by its address; what makes no sense is left out, and said so."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from .indexing import folded

MOST_LETTERS, MOST_WORDS = 100, 10
ORDERS = {
    "newest": ["-added_at", "-pk"],
    "title": ["title", "pk"],
    "year": ["-sorting_year", "title", "pk"],
}
FILTERS = {"kind": "kind", "topic": "topics__slug", "audience": "audiences__slug", "year": "year"}


@dataclass(frozen=True)
class LibraryQuery:
    """What is asked: `labels` say a filter's value in words, `left_out` are sentences for the visitor."""

    words: str = ""
    kind: str = ""
    topic: str = ""
    audience: str = ""
    year: int | None = None
    order: str = "newest"
    labels: dict = field(default_factory=dict)
    left_out: list = field(default_factory=list)

    def find(self, resources, *, but=""):
        """Those of `resources` that hold every word and pass every filter, except the one named `but`."""
        for word in folded(self.words).split():
            resources = resources.filter(found_by__contains=word)
        for name, lookup in FILTERS.items():
            if name != but and getattr(self, name):
                resources = resources.filter(**{lookup: getattr(self, name)})
        return resources

    def in_order(self, resources):
        return resources.order_by(*ORDERS[self.order])

    def counts(self, resources, name):
        """{value: how many it would find} of one filter, the others left as they are."""
        lookup = FILTERS[name]
        found = self.find(resources, but=name).order_by().exclude(**{f"{lookup}__isnull": True})
        return dict(found.values_list(lookup).annotate(Count("pk")))

    def is_narrowed(self):
        return bool(self.words or any(getattr(self, name) for name in FILTERS))

    def chips(self):
        """[(what is asked, the address without it)], the words first."""
        said = [(_("“%(words)s”") % {"words": self.words}, self.link(words=""))] if self.words else []
        asked = [name for name in FILTERS if getattr(self, name)]
        return said + [(self.labels[name], self.link(**{name: ""})) for name in asked]

    def link(self, **changes):
        """The address of the library asked like this, but for `changes`."""
        asked = replace(self, **changes)
        order = "" if asked.order == "newest" else asked.order
        parts = {"q": asked.words} | {name: getattr(asked, name) for name in FILTERS} | {"sort": order}
        query = urlencode({name: value for name, value in parts.items() if value})
        return reverse("library:list") + (f"?{query}" if query else "")


def read_library_query(asked, offers):
    """A LibraryQuery from the address's parameters, whatever they are; `offers` are those of `shelves`."""
    chosen, labels, left_out = {}, {}, []
    sentences = {
        "kind": _("There is no kind “%(value)s”, so it is left out."),
        "topic": _("There is no topic “%(value)s”, so it is left out."),
        "audience": _("There is no audience “%(value)s”, so it is left out."),
    }
    for name, sentence in sentences.items():
        value = asked.get(name, "").strip()
        names = {slug: label for _heading, slug, label in offers[name]}
        if value in names:
            chosen[name], labels[name] = value, names[value]
        elif value:
            left_out.append(sentence % {"value": value[:40]})
    year = asked.get("year", "").strip()
    if year.isascii() and year.isdecimal() and len(year) == 4:
        chosen["year"], labels["year"] = int(year), year
    elif year:
        left_out.append(_("“%(value)s” is not a year, such as 2017, so it is left out.") % {"value": year[:40]})
    order = asked.get("sort", "").strip() or "newest"
    if order not in ORDERS:
        left_out.append(_("There is no order “%(value)s”, so it is left out.") % {"value": order[:40]})
        order = "newest"
    typed = asked.get("q", "").split()
    words = " ".join(typed[:MOST_WORDS])[:MOST_LETTERS].strip()
    if words != " ".join(typed):
        most = {"words": MOST_WORDS, "letters": MOST_LETTERS}
        left_out.append(_("Only the first %(words)s words and %(letters)s characters are looked for.") % most)
    return LibraryQuery(words=words, order=order, labels=labels, left_out=left_out, **chosen)
