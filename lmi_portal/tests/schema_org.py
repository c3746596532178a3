"""What a page says in schema.org's words, held against the vocabulary and against what search engines ask for."""

import json
import re
from datetime import date, datetime
from importlib import import_module

WORDS = import_module("msgspec_schemaorg.models")
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)

# Without these no search engine shows a result of the kind; developers.google.com/search/docs, structured data.
REQUIRED = {
    "EducationEvent": ["name", "startDate", "location"],
    "Place": ["address"],
    "Offer": ["price", "priceCurrency"],
    "BreadcrumbList": ["itemListElement"],
    "ItemList": ["itemListElement"],
    "ListItem": ["position"],
    "Organization": ["name"],
    "WebSite": ["name", "url"],
}
# How the package writes what is no thing but a value.
PLAIN = {"str": str, "bool": bool, "int": int, "float": (int, float), "date": str, "datetime": str, "URL": str}


def facts_in(html):
    """The things that a page tells of, each a dict; those that other things hold stand inside of them."""
    told = [json.loads(script) for script in SCRIPT.findall(html)]
    assert {one["@context"] for one in told} <= {"https://schema.org"}
    return [fact for one in told for fact in one["@graph"]]


def problems_of(html):
    """A sentence for each thing, property or value that schema.org does not know or search engines would miss."""
    return [problem for fact in facts_in(html) for problem in _problems(fact)]


def _problems(fact):
    if set(fact) == {"@id"}:
        return
    kind = getattr(WORDS, fact.get("@type", "nothing"), None)
    if kind is None:
        yield f"There is no {fact.get('@type')}."
        return
    yield from (f"{kind.__name__} has no {name}." for name in REQUIRED.get(kind.__name__, []) if name not in fact)
    for name, value in fact.items():
        if not name.startswith("@"):
            yield from _problems_of_property(kind, name, value)


def _problems_of_property(kind, name, value):
    wanted = _wanted(kind, name)
    if not wanted:
        yield f"{kind.__name__} knows no {name}."
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield from _problems(one)
            if "@type" in one and not wanted & _names(one["@type"]):
                yield f"{kind.__name__}.{name} is no {one['@type']}."
        elif not any(_fits(one, word) for word in wanted):
            yield f"{kind.__name__}.{name} is not {one!r}."


def _wanted(kind, name):
    """The names of what schema.org expects, such as {"Place", "str"}."""
    for one in kind.__mro__:
        if name in getattr(one, "__annotations__", {}):
            return set(re.findall(r"\w+", one.__annotations__[name])) - {"Union", "List", "None"}
    return set()


def _names(kind):
    return {one.__name__ for one in getattr(WORDS, kind, type(None)).__mro__}


def _fits(value, word):
    if word in {"date", "datetime"}:
        return isinstance(value, str) and _is_moment(value, datetime if word == "datetime" else date)
    if word == "URL":
        return isinstance(value, str) and value.startswith(("http://", "https://"))
    if word in PLAIN:
        return isinstance(value, PLAIN[word]) and (word == "bool" or not isinstance(value, bool))
    # One of a list of values, such as EventStatusType, is told by its address.
    return isinstance(value, str) and value.startswith("https://schema.org/")


def _is_moment(text, kind):
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True
