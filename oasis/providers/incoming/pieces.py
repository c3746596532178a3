"""A row of a file as the pieces of the directory that it makes, known by UUIDs that are the same at each import."""

import re
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from oasis.providers.models import Provider, Service

from .rows import SAYS

# Under it, keys that are no UUIDs become ones.
NAMESPACE = UUID("3f6b0c1e-6f0e-5a55-9a35-6d2a7a1c6a10")
IS_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)


@dataclass(slots=True)
class Piece:
    """One row to be: its `values`, and `links` from a foreign key's name to the (model, uid) it leads to, or None.

    A change of it counts as one of its `head`, the (model, uid) of a provider or service.
    """

    model: type
    uid: UUID
    key: str
    values: dict
    links: dict
    head: tuple
    # What only a new row gets: staff decide it later.
    at_first: dict = field(default_factory=dict)

    @property
    def name(self):
        return self.model, self.uid


@dataclass(slots=True)
class Draft:
    """All pieces of one row of the file; they are written together or not at all.

    `heads` are the providers and services that the row itself is about. `said` has (model, owner's field, owner's uid)
    of lists that the file tells in full, so that what else is on file of them has gone; `terms` the TermFacts of each
    service that tells them; `parents` the provider above a provider.
    """

    source: str
    place: str = ""
    heads: list = field(default_factory=list)
    pieces: list = field(default_factory=list)
    said: list = field(default_factory=list)
    terms: dict = field(default_factory=dict)
    parents: dict = field(default_factory=dict)

    def add(self, model, cells, values, *, head=None, links=None, owner=None, position=0, at_first=None):
        """Add the row `cells` of `model`, and return its (model, uid); `owner` and position name it without an id."""
        uid, key = self.identity(model, cells, owner=owner, position=position)
        links = links or {}
        self.pieces.append(Piece(model, uid, key, values, links, head or (model, uid), at_first or {}))
        return model, uid

    def identity(self, model, cells, *, owner=None, position=0):
        given = cells.text("id", most=120)
        if given:
            return self.uid_of(model, given), "" if IS_UUID.match(given) else given
        if owner is None:
            raise cells.refuse("id", "it is empty.")
        return uuid5(owner[1], f"{owner[0]._meta.model_name} {model._meta.model_name} {position}"), ""

    def uid_of(self, model, key):
        """The UUID that `key`, the publisher's own, stands for."""
        return UUID(key) if IS_UUID.match(key) else uuid5(NAMESPACE, f"{self.source}\n{model._meta.model_name}\n{key}")

    def reference(self, cells, name, model):
        """(model, uid) of the row whose key is in the field `name`, or None."""
        key = cells.text(name, most=120)
        return (model, self.uid_of(model, key)) if key else None

    def say(self, model, owner_field, owner, cells, name):
        """Note that the list `name` tells all there is, where it does."""
        if says(cells.facts, name):
            self.said.append((model, owner_field, owner))

    @property
    def is_about_services(self):
        return any(model is Service for model, _uid in self.heads)

    @property
    def is_about_providers(self):
        return any(model is Provider for model, _uid in self.heads)


def says(facts, name):
    """Whether a record tells all of the list `name`.

    Files of tables tell of the lists they have a table for. A record of JSON in the short form, with no list at all,
    tells of none; in the full form a list that is left out is empty.
    """
    if name in facts:
        return facts[name] is not None
    return SAYS not in facts and any(isinstance(value, list) for value in facts.values())
