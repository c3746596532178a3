"""What a visitor asks of the directory or its map by the address; what makes no sense is left out, and said so."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .counties import county_choices
from .models import District, Evidence
from .regions import counties_of, region_choices
from .sizes import LABELS as SIZES
from .sizes import of_size
from .sorting import SORTS, order_by

LONGEST = 80

# Certain and likely evidence together; what is only inferred is never told with them.
EVIDENCED, INFERRED, NO_EVIDENCE = "evidenced", "inferred", "none"
PARTICIPATION = {
    EVIDENCED: gettext_lazy("On record"),
    INFERRED: gettext_lazy("Inferred only"),
    NO_EVIDENCE: gettext_lazy("No part on record"),
}
CASE_STUDY = {"yes": gettext_lazy("With a case study")}


@dataclass(frozen=True)
class DirectoryFilter:
    """Each of the fields as the address has it, empty where nothing is asked; `left_out` sentences for the visitor."""

    q: str = ""
    region: str = ""
    county: str = ""
    kind: str = ""
    size: str = ""
    participating: str = ""
    case_study: str = ""
    sort: str = ""
    left_out: list = field(default_factory=list, compare=False)

    def narrow(self, districts=None):
        """Those of `districts`, else of all active ones, that fit; with `participation` and `has_case_study`."""
        found = (District.objects.all() if districts is None else districts).active()
        if self.q:
            found = found.found_by(self.q)
        return self.narrow_by_choices(found.with_participation().with_case_study())

    def narrow_by_choices(self, found):
        """By all but the words; `found` is annotated."""
        if self.region:
            found = found.filter(county__region=self.region)
        if self.county:
            found = found.filter(county=self.county)
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.size:
            found = found.filter(of_size(self.size))
        if self.participating:
            found = found.filter(of_participation(self.participating))
        if self.case_study:
            found = found.filter(has_case_study=True)
        return found

    def order(self):
        """One of SORTS, or nothing where what fits the words best comes first."""
        return self.sort or ("" if self.q else "name")

    def in_order(self, found):
        return found.order_by(*order_by(self.order())) if self.order() else found

    def lists(self):
        """What a form offers: a dict of name, label, choices and the value chosen for each list."""
        return [
            {"name": name, "label": label, "choices": LISTS[name]().items(), "value": getattr(self, name)}
            for name, label in LABELS.items()
        ]

    def has_choices(self):
        return any(getattr(self, name) for name in LISTS)

    def is_narrowed(self):
        return bool(self.q) or self.has_choices()

    def words_alone(self):
        return DirectoryFilter(q=self.q)

    def query(self, **changes):
        """“?q=san+juan&region=3” of what is asked, but for `changes`; nothing where nothing is."""
        query = urlencode(replace(self, **changes).asked())
        return f"?{query}" if query else ""

    def asked(self):
        """{name: value} of all that is asked."""
        parts = {name: getattr(self, name) for name in ["q", *LISTS, "sort"]}
        return {name: value for name, value in parts.items() if value}

    def link(self, page="districts:list", **changes):
        """The address of `page` (the list, the map, a file) asked for like this, but for `changes`."""
        return reverse(page) + self.query(**changes)

    def chips(self, page="districts:list"):
        """[(what is asked, the address of `page` without it)] of all that narrows."""
        chips = [(f"“{self.q}”", self.link(page, q=""))] if self.q else []
        for name, choices in LISTS.items():
            if value := getattr(self, name):
                chips.append((chip_label(name, value, choices()), self.link(page, **{name: ""})))
        return chips


def chip_label(name, value, choices):
    if name == "region":
        return _("Region %(region)s: %(counties)s") % {"region": value, "counties": counties_of(int(value))}
    if name == "county":
        return _("%(county)s County") % {"county": choices[value]}
    return str(choices[value])


# What each list offers, by the value that stands in the address.
LISTS = {
    "region": lambda: dict(region_choices()),
    "county": lambda: dict(county_choices()),
    "kind": lambda: dict(District.Kind.choices),
    "size": lambda: SIZES,
    "participating": lambda: PARTICIPATION,
    "case_study": lambda: CASE_STUDY,
}
LABELS = {
    "region": gettext_lazy("Region"),
    "county": gettext_lazy("County"),
    "kind": gettext_lazy("Kind"),
    "size": gettext_lazy("Size"),
    "participating": gettext_lazy("Part in the initiative"),
    "case_study": gettext_lazy("Case study"),
}


def read_directory_filter(asked):
    """A DirectoryFilter from the address's parameters, whatever they are."""
    left_out, read = [], {}
    for name, choices in (LISTS | {"sort": lambda: SORTS}).items():
        value = asked.get(name, "").strip()
        if not value or value in choices():
            read[name] = value
        else:
            left_out.append(_("“%(value)s” is none of the choices, so it is left out.") % {"value": value[:40]})
    words = " ".join(asked.get("q", "").split())
    if len(words) > LONGEST:
        left_out.append(_("Only the first %(count)s characters are looked for.") % {"count": LONGEST})
    return DirectoryFilter(q=words[:LONGEST].strip(), left_out=left_out, **read)


def of_participation(choice):
    """Those with `participation` annotated whose best evidence is as chosen."""
    if choice == EVIDENCED:
        return Q(participation__lt=Evidence.Strength.INFERRED)
    return Q(participation=Evidence.Strength.INFERRED) if choice == INFERRED else Q(participation__isnull=True)
