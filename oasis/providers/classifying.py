"""Bringing the terms that services are found by up to date: Open Eligibility's, the portal's own, and the needs."""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from lmi_portal.audit.recording import record

from .models import Need, Taxonomy, TaxonomyTerm
from .taxonomy_file import read_taxonomy_file

FACTS = Path(__file__).parent / "facts"
OPEN_ELIGIBILITY = {
    "name": "Open Eligibility",
    "description": "Human services and who they are for, by Aunt Bertha and others; CC BY-SA 3.0.",
    "uri": "https://openeligibility.org",
}
OWN = {
    "name": "LMI portal",
    "description": "What schools ask for and Open Eligibility has no term for.",
    "uri": "",
}


@dataclass
class Import:
    """What an import did.

    `left_out` are (row number, reason); `at_the_top` (code, code above it) of terms below what the file does not have,
    or in a circle; `no_longer_listed` terms on file that the file does not name, which are kept.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: list = field(default_factory=list)
    at_the_top: list = field(default_factory=list)
    no_longer_listed: list = field(default_factory=list)


@transaction.atomic
def import_taxonomy(content, *, now, source):
    """Create and update Open Eligibility's terms from the bytes of its file, keyed by id, and return the Import.

    A term below one that the file does not have stands at the top. Raises CannotRead; nothing is imported then.
    """
    listed, left_out = read_taxonomy_file(content)
    taxonomy = _ensure_taxonomy(OPEN_ELIGIBILITY)
    known = {term.code: term for term in taxonomy.terms.select_for_update()}
    new = [_term(taxonomy, code=code, name=term.name) for code, term in listed.items() if code not in known]
    every = known | {term.code: term for term in TaxonomyTerm.objects.bulk_create(new)}
    changed, at_the_top = _take_over(listed, every)
    TaxonomyTerm.objects.bulk_update(changed, ["name", "parent"])
    updated = len([term for term in changed if term.code in known])
    done = Import(
        created=len(new),
        updated=updated,
        unchanged=len(listed) - len(new) - updated,
        left_out=left_out,
        at_the_top=at_the_top,
        no_longer_listed=sorted((known[code] for code in known.keys() - listed), key=lambda term: term.code),
    )
    if done.created or done.updated:
        counted = {"terms": [len(known), len(every)], "updated": [0, done.updated], "source": ["", source]}
        record(deed="import_taxonomy", on=taxonomy, by=None, by_label=source, now=now, changes=counted)
    return done


def _take_over(listed, every):
    """(the terms whose name or place changed, [(code, code above)] of those that the file puts nowhere)."""
    changed, nowhere = [], []
    for code, term in listed.items():
        above = every.get(term.parent)
        if term.parent and (above is None or _is_below_itself(code, listed)):
            nowhere.append((code, term.parent))
            above = None
        row = every[code]
        if (row.name, row.parent_id) != (term.name, above and above.pk):
            row.name, row.parent = term.name, above
            changed.append(row)
    return changed, nowhere


def _is_below_itself(code, listed):
    seen, above = {code}, listed[code].parent
    while above in listed:
        if above in seen:
            return True
        seen.add(above)
        above = listed[above].parent
    return False


@transaction.atomic
def ensure_needs():
    """Create the needs of facts/needs.csv that are missing, with their terms; what is on file stays."""
    terms = _ensure_terms(OPEN_ELIGIBILITY, _read("mapped_terms")) | _ensure_terms(OWN, _read("own_terms"))
    on_file = set(Need.objects.values_list("slug", flat=True))
    for row in _read("needs"):
        if row["slug"] not in on_file:
            need = Need.objects.create(
                slug=row["slug"],
                name=row["name"],
                position=row["position"],
                is_sensitive=row["is_sensitive"] == "yes",
                allows_minor_consent=row["allows_minor_consent"] == "yes",
            )
            need.terms.set(terms[code] for code in f"{row['open_eligibility']} {row['own']}".split())


def _ensure_terms(facts, rows):
    taxonomy = _ensure_taxonomy(facts)
    terms = {term.code: term for term in taxonomy.terms.all()}
    lacking = [_term(taxonomy, **row) for row in rows if row["code"] not in terms]
    return terms | {term.code: term for term in TaxonomyTerm.objects.bulk_create(lacking)}


def _ensure_taxonomy(facts):
    uid = uuid5(NAMESPACE_URL, facts["uri"] or facts["name"])
    taxonomy, _created = Taxonomy.objects.get_or_create(name=facts["name"], defaults=facts | {"uid": uid})
    return taxonomy


def _term(taxonomy, *, code, name, description=""):
    """The same term has the same UUID in every portal, so that programs know it again."""
    uid = uuid5(taxonomy.uid, code)
    return TaxonomyTerm(taxonomy=taxonomy, uid=uid, code=code, name=name, description=description)


def _read(name):
    with (FACTS / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
