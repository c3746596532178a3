"""Writing the drafts of a file into the directory, many at once: each whole or not at all."""

from collections import defaultdict

from oasis.providers.incoming.problems import BadRow
from oasis.providers.incoming.tagging import Tags
from oasis.providers.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Location,
    Phone,
    Provider,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)

# Each after all that it may lead to.
IN_ORDER = [Provider, Location, Service, ServiceAtLocation, Contact, Phone, Language, Schedule, Address]
IN_ORDER += [Accessibility, ServiceArea, CostOption, RequiredDocument]
# Told by several rows of one file; the first of them counts.
SHARED = {Provider, Location}
NOUNS = {Provider: "organization", Location: "location", Service: "service"}


class Upserting:
    """Writes drafts of one `source`, batch by batch, and knows which rows of the file it has written.

    `outcome` says of each provider and service of the file, by its UUID as a number, whether it was created, updated or
    left unchanged; `changes` has those of a batch for the audit trail: (row, outcome, {field: [from, to]}).
    """

    def __init__(self, *, source, now):
        self.source = source
        self.now = now
        self.tags = Tags(source)
        self.written = set()
        self.outcome = {Provider: {}, Service: {}}
        self.parents = {}
        self.changes = []

    def write(self, drafts, refuse):
        """Write `drafts`; one that leads nowhere or to rows of others is told to `refuse`, a function of it and why."""
        batch = _Batch(self, drafts)
        accepted = []
        for draft in drafts:
            try:
                batch.accept(draft)
                accepted.append(draft)
            except BadRow as problem:
                refuse(draft, problem)
        batch.write(accepted)

    def count(self, model, outcome):
        return sum(1 for one in self.outcome[model].values() if one == outcome)

    def place_providers(self):
        """Put providers below those that the file says they are part of; returns the UUIDs that are nowhere."""
        known = dict(Provider.objects.filter(uid__in=set(self.parents.values())).values_list("uid", "pk"))
        below = Provider.objects.filter(uid__in=self.parents).only("uid", "parent_id")
        moved = []
        for provider in below:
            above = known.get(self.parents[provider.uid])
            if above and above not in {provider.parent_id, provider.pk}:
                provider.parent_id, provider.modified_at = above, self.now
                moved.append(provider)
                if self.outcome[Provider].get(provider.uid.int) != "created":
                    self.outcome[Provider][provider.uid.int] = "updated"
        Provider.objects.bulk_update(moved, ["parent", "modified_at"])
        return sorted(set(self.parents.values()) - known.keys(), key=str)


class _Batch:
    def __init__(self, whole, drafts):
        self.whole = whole
        uids = defaultdict(set)
        for piece in (piece for draft in drafts for piece in draft.pieces):
            uids[piece.model].add(piece.uid)
            for model, uid in filter(None, piece.links.values()):
                uids[model].add(uid)
        self.rows = {
            (model, row.uid): row for model, wanted in uids.items() for row in model.objects.filter(uid__in=wanted)
        }
        self.pairs = self._places_of(uids[Service])
        self.pieces = {}
        self.touched = set()

    def _places_of(self, services):
        """ServiceAtLocations on file, by the UUIDs of service and location."""
        places = ServiceAtLocation.objects.filter(service__uid__in=services).select_related("service", "location")
        return {(place.service.uid, place.location.uid): place for place in places}

    def accept(self, draft):
        """Take the draft's pieces; raises BadRow, having taken none, where one of them cannot be written."""
        taken = {}
        for piece in draft.pieces:
            if piece.name in taken or (
                piece.model in SHARED and piece.name not in draft.heads and self._has(piece.name)
            ):
                continue
            taken[piece.name] = piece
        for piece in taken.values():
            self._check(piece, taken)
        self._check_places(taken)
        self.pieces |= taken

    def _has(self, name):
        return name in self.pieces or name in self.whole.written

    def _check(self, piece, taken):
        row = self.rows.get(piece.name)
        noun = piece.model._meta.verbose_name
        if row is not None and row.source != self.whole.source:
            owner = f"from the source “{row.source}”" if row.source else "entered here"
            raise BadRow(f"the {noun} {piece.key or piece.uid} is on file already, {owner}, and is left alone.")
        for target in filter(None, piece.links.values()):
            if target not in taken and target not in self.rows and not self._has(target):
                other = NOUNS.get(target[0], target[0]._meta.verbose_name)
                raise BadRow(f"its {other} {target[1]} is neither on file nor further up in the file.")

    def _check_places(self, taken):
        """A service is once at a location: a place that has a new id is the one on file."""
        pairs = set()
        for piece in (piece for piece in taken.values() if piece.model is ServiceAtLocation):
            pair = piece.links["service"][1], piece.links["location"][1]
            if pair in pairs:
                raise BadRow(f"the service is twice at the location {pair[1]}.")
            pairs.add(pair)
            on_file = self.pairs.get(pair)
            if on_file and on_file.uid != piece.uid:
                if on_file.source != self.whole.source or piece.name in self.rows:
                    raise BadRow(f"its place at the location {pair[1]} is on file already, with another id.")
                self.rows[piece.name] = on_file

    def write(self, drafts):
        for model in IN_ORDER:
            self._write(model, [piece for piece in self.pieces.values() if piece.model is model])
        self._take_away(drafts)
        self._tag(drafts)
        self._count()
        for draft in drafts:
            self.whole.parents |= draft.parents
        self.whole.written |= {name for name in self.pieces if name[0] in SHARED}

    def _write(self, model, pieces):
        new, changed, fields = [], [], set()
        for piece in pieces:
            row = self.rows.get(piece.name)
            values = piece.values | {f"{name}_id": self._pk(target) for name, target in piece.links.items()}
            if row is None:
                row = model(uid=piece.uid, source=self.whole.source, source_key=piece.key, **values, **piece.at_first)
                new.append(row)
                self._created(piece, row)
            elif changes := _changes(row, piece, values):
                changed.append(row)
                fields |= changes.keys()
                self._updated(piece, row, changes)
            self.rows[piece.name] = row
        model.objects.bulk_create(new)
        if changed:
            model.objects.bulk_update(changed, sorted(fields))

    def _pk(self, target):
        return target and self.rows[target].pk

    def _created(self, piece, row):
        if piece.model in self.whole.outcome:
            row.modified_at = self.whole.now
            self.whole.outcome[piece.model][piece.uid.int] = "created"
            self.whole.changes.append((row, "created", {"name": [None, row.name]}))
        else:
            self.touched.add(piece.head)

    def _updated(self, piece, row, changes):
        self.touched.add(piece.head)
        if piece.model in self.whole.outcome:
            self.whole.changes.append((row, "updated", changes))

    def _take_away(self, drafts):
        """Remove what the file no longer has, of this source, in the lists that it tells in full."""
        owners = defaultdict(dict)
        for draft in drafts:
            for model, field, owner in draft.said:
                if owner in self.pieces:
                    owners[model, field][self.rows[owner].pk] = self.pieces[owner].head
        for (model, field), heads in owners.items():
            on_file = model.objects.filter(**{f"{field}__in": list(heads), "source": self.whole.source})
            if model is Contact:
                # Referrals are sent there until staff say otherwise.
                on_file = on_file.exclude(receives_referrals=True)
            known = on_file.values_list("pk", "uid", f"{field}_id")
            gone = {pk: owner for pk, uid, owner in known if (model, uid) not in self.pieces}
            self.touched |= {heads[owner] for owner in gone.values()}
            if gone:
                model.objects.filter(pk__in=gone).delete()

    def _tag(self, drafts):
        told = {self.rows[Service, uid].pk: facts for draft in drafts for uid, facts in draft.terms.items()}
        pks = self.whole.tags.write(told) if told else set()
        self.touched |= {(Service, uid) for uid in Service.objects.filter(pk__in=pks).values_list("uid", flat=True)}

    def _count(self):
        for model, outcome in self.whole.outcome.items():
            heads = {uid for one, uid in {*self.touched, *self.pieces} if one is model}
            changed = {uid for uid in heads if (model, uid) in self.touched and outcome.get(uid.int) != "created"}
            for uid in heads:
                outcome.setdefault(uid.int, "unchanged")
            outcome |= {uid.int: "updated" for uid in changed}
            if changed:
                model.objects.filter(uid__in=changed).update(modified_at=self.whole.now)


def _changes(row, piece, values):
    """{field: [from, to]} of what the file says otherwise, having said so to `row`; staff's own decisions stay."""
    changes = {}
    for name, value in {**values, "uid": piece.uid, "source_key": piece.key}.items():
        was = getattr(row, name)
        if was != value and not _is_ours(row, name, was, value):
            changes[name.removesuffix("_id")] = [was, value]
            setattr(row, name, value)
    if isinstance(row, Contact) and "name" in changes and row.name and row.is_public:
        row.is_public = False
        changes["is_public"] = [True, False]
    return changes


def _is_ours(row, name, was, value):
    if isinstance(row, Contact) and row.receives_referrals:
        # A file must not send referrals elsewhere.
        return True
    return name == "checked_on" and was is not None and (value is None or value < was)
