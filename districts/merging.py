"""Two organizations that are one: typed in twice, or under an old and a new name."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.merging import CannotMerge, move_rows, relations_to

from .models import BargainingUnit, Organization
from .models.table import refuse_own_supervisors

UNITS = "districts.BargainingUnit.organization"
# Named, not imported: whose employees see students' records by a family's consent is no matter of a merge.
NEVER_MOVED = {"oasis.Assignment.employer", "oasis.ConsentRecipient.organization"}
# What one of the two says and the other leaves open is not lost.
FILLED_OF_ORGANIZATION = ["short_name", "affiliation", "website"]
FILLED_OF_UNIT = ["covers", "members", "source"]
SUREST_FIRST = BargainingUnit.Confidence.values

_rules_of_apps = []


def before_units_join(rule):
    """Register `rule(keep=, gone=)` of an app whose rows exist once for each unit: called before two become one.

    It makes one row of two or raises CannotMerge; what points to `gone` afterwards moves to `keep`.
    """
    _rules_of_apps.append(rule)
    return rule


@dataclass
class MergedOrganizations:
    """What became of everything that pointed to the organization that is gone."""

    keep: Organization
    gone: str
    moved: dict = field(default_factory=lambda: defaultdict(list))
    joined_units: list = field(default_factory=list)
    filled: dict = field(default_factory=dict)


@transaction.atomic
def merge_organizations(*, keep, gone, merged_by, now):
    """Give all that points to `gone` to `keep`, and delete `gone`. Raises CannotMerge.

    A unit that both have in one district, of one kind and label, becomes one: memberships and seats move to the kept
    organization's, which is then as sure as the surer of both. It cannot be undone; the audit entry on `keep` lists
    what moved.
    """
    keep, gone = _lock(keep, gone)
    _refuse_circle(keep, gone)
    merged = MergedOrganizations(keep=keep, gone=gone.name)
    if keep.parent in (None, gone):
        keep.parent = gone.parent if keep not in _line_above(gone) else None
        keep.save()
    _refuse_named_by_consents(gone)
    for name, relation in relations_to(Organization).items():
        if name == UNITS:
            _move_units(merged, gone)
        elif moved := move_rows(relation, gone=gone, keep=keep):
            merged.moved[str(relation.related_model._meta.verbose_name_plural)] += moved
    merged.filled = _fill(keep, gone, FILLED_OF_ORGANIZATION)
    was = {"name": gone.name, "short name": gone.short_name, "kind": gone.kind, "website": gone.website}
    _record(merged, gone, was, by=merged_by, now=now)
    gone.delete()
    keep.save()
    return merged


def _lock(keep, gone):
    """In the order of their numbers: two staff who merge the same two take turns and never wait for each other."""
    if keep.pk == gone.pk:
        raise CannotMerge(_("Nothing can be merged with itself."))
    rows = Organization.objects.select_for_update().filter(pk__in=[keep.pk, gone.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise CannotMerge(_("One of the two is not here any more: somebody has merged or deleted it."))
    return found[keep.pk], found[gone.pk]


def _refuse_circle(keep, gone):
    between = [one for one in _line_above(keep) if one != gone]
    if gone in _line_above(keep) and keep.parent != gone:
        raise CannotMerge(
            _("%(keep)s belongs to %(between)s, which belongs to %(gone)s: set right first what belongs to what.")
            % {"keep": keep.name, "between": between[0].name, "gone": gone.name}
        )


def _refuse_named_by_consents(gone):
    for name, relation in relations_to(Organization).items():
        if name in NEVER_MOVED and relation.related_model._base_manager.filter(**{relation.field.name: gone}).exists():
            raise CannotMerge(
                _("%(gone)s is named in OASIS, by a consent or as an employer: keep this one, and give up the other.")
                % {"gone": gone.name}
            )


def _line_above(organization):
    line = []
    while organization.parent and organization.parent not in line:
        organization = organization.parent
        line.append(organization)
    return line


def _move_units(merged, gone):
    for unit in gone.units.select_related("district").order_by("pk"):
        same = {"district": unit.district, "label": unit.label, "kind": unit.kind}
        name, twin = f"{unit} · {unit.district}", merged.keep.units.filter(**same).first()
        if twin is None:
            BargainingUnit.objects.filter(pk=unit.pk).update(organization=merged.keep)
            merged.moved[str(BargainingUnit._meta.verbose_name_plural)].append(name)
        else:
            _join(merged, unit, twin)
            merged.joined_units.append(name)
        _refuse_own_supervisors(merged.keep, unit.district)


def _join(merged, unit, twin):
    for rule in _rules_of_apps:
        rule(keep=twin, gone=unit)
    for relation in relations_to(BargainingUnit).values():
        if moved := move_rows(relation, gone=unit, keep=twin):
            merged.moved[str(relation.related_model._meta.verbose_name_plural)] += moved
    if SUREST_FIRST.index(unit.confidence) < SUREST_FIRST.index(twin.confidence):
        # A confidence is worth what its source is.
        twin.confidence, twin.source = unit.confidence, unit.source or twin.source
    _fill(twin, unit, FILLED_OF_UNIT)
    twin.save()
    unit.delete()


def _refuse_own_supervisors(keep, district):
    try:
        refuse_own_supervisors(keep.units.filter(district=district))
    except ValidationError as refusal:
        raise CannotMerge(f"{district}: {' '.join(refusal.messages)}") from refusal


def _fill(keep, gone, names):
    """Take over what `keep` leaves open; returns {name: value} of it."""
    filled = {name: getattr(gone, name) for name in names if getattr(gone, name) and not getattr(keep, name)}
    for name, value in filled.items():
        setattr(keep, name, value)
    return filled


def _record(merged, gone, was, *, by, now):
    changes = {"merged with": ["", f"{gone.name} ({gone.pk})"]} | {
        name: [f"{gone.name}: {'; '.join(rows)}", merged.keep.name] for name, rows in merged.moved.items()
    }
    if merged.joined_units:
        changes["units made one"] = [merged.joined_units, []]
    changes |= {name: ["", value] for name, value in merged.filled.items()}
    record(deed="merge_organizations", on=merged.keep, by=by, now=now, changes=changes)
    gone_changes = {"merged into": ["", f"{merged.keep.name} ({merged.keep.pk})"]}
    gone_changes |= {name: [value, ""] for name, value in was.items() if value}
    record(deed="organization_merged_away", on=gone, by=by, now=now, changes=gone_changes)
