"""What a visitor asks of the directory of services by the address; what makes no sense is left out, and said so."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from districts.models import School

from .languages import LANGUAGES
from .models import NEWEST_CHECK, Need
from .opening_hours import DAYS
from .searching import LONGEST, OLDEST, services_matching

NOW = "now"
MILES = ["1", "2", "5", "10", "25", "50"]
FAR_ENOUGH = "10"
COSTS = {
    "free": gettext_lazy("Free"),
    "insurance": gettext_lazy("Free, or by Medi-Cal or insurance"),
    "sliding": gettext_lazy("Free, by insurance or by income"),
}
CAPACITIES = {
    "open": gettext_lazy("Takes new people"),
    "waitlist": gettext_lazy("Takes people or keeps a waiting list"),
    "not_full": gettext_lazy("Not full, as far as is known"),
}
SORTS = {
    "distance": gettext_lazy("Nearest first"),
    "name": gettext_lazy("By name"),
    "checked": gettext_lazy("Last checked first"),
}


@dataclass(frozen=True)
class ServiceFilter:
    """Each of the fields as the address has it, empty where nothing is asked; `left_out` sentences for the visitor.

    `needs` and `schools` are what is on file, by what stands for them in the address.
    """

    needs: dict = field(default_factory=dict, compare=False)
    schools: dict = field(default_factory=dict, compare=False)
    need: str = ""
    q: str = ""
    school: str = ""
    miles: str = ""
    day: str = ""
    language: str = ""
    age: str = ""
    cost: str = ""
    capacity: str = ""
    sort: str = ""
    left_out: list = field(default_factory=list, compare=False)

    def narrow(self, *, now, today):
        return services_matching(
            need=self.needs[self.need] if self.need else None,
            words=self.q,
            near=self.near,
            within_miles=int(self.miles_or_default) if self.near else None,
            language=self.language,
            age=int(self.age) if self.age else None,
            cost=self.cost,
            capacity=self.capacity,
            open_at=now if self.day == NOW else None,
            on_day="" if self.day == NOW else self.day,
            today=today,
        )

    @cached_property
    def near(self):
        """(latitude, longitude) of the school, or None."""
        school = self.schools.get(self.school)
        return (float(school.latitude), float(school.longitude)) if school else None

    @property
    def miles_or_default(self):
        return self.miles or FAR_ENOUGH

    def order(self):
        """One of SORTS; the distance from no school cannot be told."""
        asked = self.sort or ("distance" if self.near else "name")
        return "name" if asked == "distance" and not self.near else asked

    def in_order(self, found):
        columns = {"distance": [F("miles").asc()], "name": [], "checked": [NEWEST_CHECK]}
        return found.order_by(*columns[self.order()], "name", "pk")

    def sorts(self):
        """{value: label} of the orders that can be told."""
        return {value: label for value, label in SORTS.items() if value != "distance" or self.near}

    def lists(self):
        """What the form offers: a dict of name, label, choices and the value chosen for each list."""
        return [self._list(name) for name in LISTS if name not in FIRST_LISTS]

    def first_lists(self):
        return [self._list(name) for name in FIRST_LISTS]

    def _list(self, name):
        label, choices = LISTS[name]
        is_miles = name == "miles"
        return {
            "name": name,
            "label": label,
            "choices": choices(self),
            "value": self.miles_or_default if is_miles else getattr(self, name),
            "none": "" if is_miles else _("Any"),
        }

    def has_more_choices(self):
        return bool(self.age) or any(getattr(self, name) for name in LISTS if name not in FIRST_LISTS)

    def is_narrowed(self):
        return bool(self.asked().keys() - {"sort"})

    def asked(self):
        """{name: value} of all that is asked."""
        parts = {name: getattr(self, name) for name in [*LISTS, "q", "age", "sort"]}
        if not self.school:
            parts["miles"] = ""
        return {name: value for name, value in parts.items() if value}

    def link(self, **changes):
        """The address of the list asked for like this, but for `changes`."""
        query = urlencode(replace(self, **changes).asked())
        return reverse("providers:list") + (f"?{query}" if query else "")

    def chips(self):
        """[(what is asked, the address without it)] of all that narrows."""
        chips = [(f"“{self.q}”", self.link(q=""))] if self.q else []
        if self.age:
            chips.append((_("Age %(years)s") % {"years": self.age}, self.link(age="")))
        for name, (_label, choices) in LISTS.items():
            if name in self.asked():
                chips.append((str(choices(self)[getattr(self, name)]), self.link(**{name: ""})))
        return chips


# What each list offers, by the value that stands in the address.
LISTS = {
    "need": (gettext_lazy("Need"), lambda asked: {slug: need.name for slug, need in asked.needs.items()}),
    "school": (
        gettext_lazy("Near the school"),
        lambda asked: {code: each.name for code, each in asked.schools.items()},
    ),
    "miles": (
        gettext_lazy("How far at most"),
        lambda asked: {miles: _("Within %(miles)s miles") % {"miles": miles} for miles in MILES},
    ),
    "day": (gettext_lazy("Open"), lambda asked: {NOW: _("Open now")} | dict(zip(DAYS, WEEKDAYS.values(), strict=True))),
    "language": (gettext_lazy("Language spoken"), lambda asked: LANGUAGES),
    "cost": (gettext_lazy("Cost"), lambda asked: COSTS),
    "capacity": (gettext_lazy("Places"), lambda asked: CAPACITIES),
}
FIRST_LISTS = ["need", "school"]


def read_service_filter(asked):
    """A ServiceFilter from the address's parameters, whatever they are."""
    on_file = ServiceFilter(
        needs={need.slug: need for need in Need.objects.all()},
        schools={school.cds_code: school for school in School.objects.exclude(latitude=None)},
    )
    offered = {name: choices(on_file) for name, (_label, choices) in LISTS.items()} | {"sort": SORTS}
    left_out, read = [], {}
    for name, choices in offered.items():
        value = asked.get(name, "").strip()
        if not value or value in choices:
            read[name] = value
        else:
            left_out.append(_("“%(value)s” is none of the choices, so it is left out.") % {"value": value[:40]})
    if read.get("miles") == FAR_ENOUGH:
        read["miles"] = ""  # The form sends it whether it was chosen or not.
    read["age"] = asked.get("age", "").strip()
    if read["age"] and not (read["age"].isdecimal() and len(read["age"]) <= 3 and int(read["age"]) <= OLDEST):
        left_out.append(_("“%(value)s” is no age in years, so it is left out.") % {"value": read["age"][:40]})
        read["age"] = ""
    words = " ".join(asked.get("q", "").split())
    if len(words) > LONGEST:
        left_out.append(_("Only the first %(count)s characters are looked for.") % {"count": LONGEST})
    return replace(on_file, q=words[:LONGEST].strip(), left_out=left_out, **read)
