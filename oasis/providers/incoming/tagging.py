"""The terms that a file gives its services."""

from dataclasses import dataclass
from uuid import UUID

from oasis.providers.models import Service, Taxonomy, TaxonomyTerm

from .pieces import says


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A term as a file tells it: the `taxonomy` by name, the `uid` its id stands for, its `code` there."""

    uid: UUID
    taxonomy: str
    code: str
    name: str
    description: str
    above: UUID | None


def facts_of_terms(draft, cells, service):
    """Note the terms of the `service`, a UUID, where the record tells them; attributes of other kinds are left out."""
    if not says(cells.facts, "attributes"):
        return
    draft.terms[service] = [
        facts
        for one in cells.records("attributes")
        if (term := one.record("taxonomy_term")) and (facts := _facts(draft, term))
    ]


def _facts(draft, cells):
    name = cells.must("name", most=120)
    key = cells.text("id", most=120) or cells.text("code", most=60) or name
    detail = cells.record("taxonomy_detail")
    above = draft.reference(cells, "parent_id", TaxonomyTerm)
    return TermFacts(
        uid=draft.uid_of(TaxonomyTerm, key),
        taxonomy=(detail.text("name", most=120) if detail else "") or cells.text("taxonomy", most=120) or draft.source,
        code=cells.text("code", most=60) or key[:60],
        name=name,
        description=cells.text("description", most=500),
        above=above and above[1],
    )


class Tags:
    """All taxonomy terms on file, known by UUID and by code, to which those of a file are added."""

    def __init__(self, source):
        self.source = source
        self.taxonomies = {taxonomy.name.casefold(): taxonomy for taxonomy in Taxonomy.objects.all()}
        self.by_uid, self.by_code, self.spoken_of = {}, {}, set()
        for term in TaxonomyTerm.objects.all():
            self._know(term)

    def _know(self, term):
        self.by_uid[term.uid] = term
        self.by_code[term.taxonomy_id, term.code] = term

    def write(self, told):
        """Give services their terms: `told` maps a service's pk to its TermFacts. Returns the pks of changed ones.

        Of terms that the file no longer gives a service, those are taken away whose taxonomy it speaks of; what staff
        chose from another taxonomy stays.
        """
        wanted = {(service, self._term(facts).pk) for service, all_facts in told.items() for facts in all_facts}
        through = Service.terms.through.objects
        there = {
            (row.service_id, row.taxonomyterm_id): row
            for row in through.filter(service__in=told).select_related("taxonomyterm")
        }
        new = wanted - there.keys()
        gone = [
            row for pair, row in there.items() if pair not in wanted and row.taxonomyterm.taxonomy_id in self.spoken_of
        ]
        through.bulk_create([through.model(service_id=service, taxonomyterm_id=term) for service, term in new])
        if gone:
            through.filter(pk__in=[row.pk for row in gone]).delete()
        return {service for service, _term in new} | {row.service_id for row in gone}

    def _term(self, facts):
        taxonomy = self._taxonomy(facts.taxonomy)
        self.spoken_of.add(taxonomy.pk)
        term = self.by_uid.get(facts.uid) or self.by_code.get((taxonomy.pk, facts.code))
        if term is None:
            term = TaxonomyTerm.objects.create(
                uid=facts.uid,
                source=self.source,
                taxonomy=taxonomy,
                code=facts.code,
                name=facts.name,
                description=facts.description,
                parent=self.by_uid.get(facts.above),
            )
            self._know(term)
        return term

    def _taxonomy(self, name):
        if name.casefold() not in self.taxonomies:
            self.taxonomies[name.casefold()] = Taxonomy.objects.create(
                name=name, source=self.source, description=f"Terms of {self.source}."
            )
        return self.taxonomies[name.casefold()]
