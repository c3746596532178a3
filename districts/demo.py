"""The directory that the portal starts with: California's 1,000 districts, and what shows their part.

Facts and figures from the California Department of Education's public directory and the pages that each row names.
"""

from django.db import transaction

from .counties import ensure_counties, read_facts
from .models import BargainingUnit, District, Evidence, Organization, School

NOT_FROM_CDE = ["website", "email_domain", "enrollment", "nces_id"]


@transaction.atomic
def load_directory_facts():
    """Create the counties, districts, schools, organizations and units that are missing; what anyone wrote stays."""
    ensure_counties()
    _ensure_districts()
    _ensure_schools()
    _ensure_organizations()
    _ensure_units()
    _ensure_evidence()


def _ensure_districts():
    """Districts that an import of CDE's file brought gain what that file lacks, where nothing stands there yet."""
    known = {district.cd_code: district for district in District.objects.all()}
    rows = read_facts("districts")
    District.objects.bulk_create(
        District(county_id=row["cd_code"][:2], **_filled(row)) for row in rows if row["cd_code"] not in known
    )
    for row in rows:
        district = known.get(row["cd_code"])
        lacking = [name for name in NOT_FROM_CDE if district and row[name] and not getattr(district, name)]
        if lacking:
            District.objects.filter(pk=district.pk).update(**{name: row[name] for name in lacking})


def _ensure_schools():
    known, districts = set(School.objects.values_list("cds_code", flat=True)), _districts()
    School.objects.bulk_create(
        School(district_id=districts[row["cds_code"][:7]], **row)
        for row in read_facts("schools")
        if row["cds_code"] not in known
    )


def _ensure_organizations():
    rows, on_file = read_facts("organizations"), set(Organization.objects.values_list("name", flat=True))
    names = {row["short_name"]: row["name"] for row in rows}
    lacking = [row for row in rows if row["name"] not in on_file]
    belongs_to = {row["name"]: names[parent] for row in lacking if (parent := row.pop("parent"))}
    Organization.objects.bulk_create(Organization(**row) for row in lacking)
    organizations = {organization.name: organization for organization in Organization.objects.all()}
    for name, parent in belongs_to.items():
        organizations[name].parent = organizations.get(parent)
    Organization.objects.bulk_update([organizations[name] for name in belongs_to], ["parent"])


def _ensure_units():
    """A district that has any unit on file is left as it is: staff may have renamed or removed one."""
    districts, names = _districts(), {row["short_name"]: row["name"] for row in read_facts("organizations")}
    organizations = dict(Organization.objects.values_list("name", "pk"))
    kept = set(BargainingUnit.objects.values_list("district__cd_code", flat=True))
    BargainingUnit.objects.bulk_create(
        BargainingUnit(
            district_id=districts[row.pop("cd_code")],
            organization_id=organizations[names[row.pop("organization")]],
            **_filled(row),
        )
        for row in read_facts("units")
        if row["cd_code"] not in kept
    )


def _ensure_evidence():
    """A district that has anything on record is left as it is: staff may have corrected it."""
    districts, kept = _districts(), set(Evidence.objects.values_list("district__cd_code", flat=True))
    Evidence.objects.bulk_create(
        Evidence(
            district_id=districts[row.pop("cd_code")],
            strength=Evidence.Strength[row.pop("strength").upper()],
            **_filled(row),
        )
        for row in read_facts("evidence")
        if row["cd_code"] not in kept
    )


def _districts():
    return dict(District.objects.values_list("cd_code", "pk"))


def _filled(row):
    """Without the empty cells, so that a number or date left open is null."""
    return {name: value for name, value in row.items() if value}
