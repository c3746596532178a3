"""The drawing that is in the repository, and where a place lies in it."""

import json
from dataclasses import dataclass
from functools import cache

from districts.counties import FACTS

from .projection import CALIFORNIA

FILE = FACTS / "outline.json"


@dataclass(frozen=True)
class Shape:
    """A county: its path in SVG's words, and [x, y, width, height] around its largest part, islands apart."""

    name: str
    path: str
    box: list


@dataclass(frozen=True)
class Outline:
    """California from its west and north edges (meters of the projection), in whole units; y grows to the south."""

    west: int
    north: int
    meters_per_unit: int
    width: int
    height: int
    state: str
    counties: dict

    def place(self, latitude, longitude):
        x, y = CALIFORNIA.project(latitude, longitude)
        return round((x - self.west) / self.meters_per_unit), round((self.north - y) / self.meters_per_unit)


@cache
def read_outline():
    fields = json.loads(FILE.read_text(encoding="utf-8"))
    shapes = {code: Shape(**county) for code, county in fields.pop("counties").items()}
    return Outline(counties=shapes, **fields)
