"""The orders that the directory can be read in, and the headings that lead from one to another."""

from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .spelling import InCodeOrder

BY_NAME = [InCodeOrder("spelling"), F("cd_code")]
SORTS = {
    "name": _("Name, A to Z"),
    "-name": _("Name, Z to A"),
    "county": _("County, A to Z"),
    "-county": _("County, Z to A"),
    "-enrollment": _("Largest first"),
    "enrollment": _("Smallest first"),
    "participation": _("Best evidenced first"),
}
# Each heading with the orders that pressing it gives in turn; a kind is no order.
COLUMNS = [
    (_("District or county office"), ["name", "-name"]),
    (_("County"), ["county", "-county"]),
    (_("Kind"), []),
    (_("Students"), ["-enrollment", "enrollment"]),
    (_("Part in the initiative"), ["participation"]),
]
DIRECTIONS = {"name": "ascending", "county": "ascending", "enrollment": "ascending"}


def order_by(sort):
    """The expressions of one of SORTS. Counties sort by their codes, which follow the alphabet."""
    return {
        "name": BY_NAME,
        "-name": [InCodeOrder("spelling").desc(), F("cd_code").desc()],
        "county": [F("county").asc(), *BY_NAME],
        "-county": [F("county").desc(), *BY_NAME],
        "-enrollment": [Coalesce("enrollment", 0).desc(), *BY_NAME],
        "enrollment": [F("enrollment").asc(nulls_last=True), *BY_NAME],
        "participation": [F("participation").asc(nulls_last=True), *BY_NAME],
    }[sort]


@dataclass(frozen=True)
class Heading:
    """`link` leads to the order that pressing gives, or is empty; `direction` is as aria-sort says it, or empty."""

    title: str
    link: str
    direction: str


def headings_of(asked):
    """The Headings of the table that a DirectoryFilter asks for."""
    current = asked.order()
    return [
        Heading(
            title,
            link=asked.link(sort=next((sort for sort in sorts if sort != current), current)) if sorts else "",
            direction=DIRECTIONS.get(current, "descending") if current in sorts else "",
        )
        for title, sorts in COLUMNS
    ]
