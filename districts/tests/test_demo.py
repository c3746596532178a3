import pytest
from django.utils import timezone

from districts.counties import read_facts
from districts.demo import load_directory_facts
from districts.importing import import_districts
from districts.models import BargainingUnit, County, District, Evidence, Organization, School
from districts.models.table import refuse_own_supervisors

from .cde_files import file_of, row

pytestmark = pytest.mark.django_db


def counts():
    return [model.objects.count() for model in (County, District, School, Organization, BargainingUnit)]


def test_facts_load_once():
    load_directory_facts()
    load_directory_facts()

    assert counts() == [58, 1000, 4, 48, 39]


def test_loading_again_keeps_what_staff_changed():
    load_directory_facts()
    District.objects.filter(cd_code="3467447").update(name="San Juan Unified School District", website="https://a.org/")
    BargainingUnit.objects.filter(organization__short_name="CSEA 127").delete()

    load_directory_facts()

    district = District.objects.get(cd_code="3467447")
    assert (district.name, district.website) == ("San Juan Unified School District", "https://a.org/")
    assert not BargainingUnit.objects.filter(organization__short_name="CSEA 127").exists()


def test_districts_of_an_import_gain_what_cde_s_file_lacks():
    listed = row(CD_Code="1964907", County="Los Angeles", District="Pomona Unified", City="Elsewhere")
    import_districts(file_of(listed), now=timezone.now(), source="a test")

    load_directory_facts()

    pomona = District.objects.get(cd_code="1964907")
    assert (pomona.city, pomona.enrollment, pomona.email_domain) == ("Elsewhere", 23185, "pomona.k12.ca.us")


def test_only_evidenced_districts_are_shown_as_having_taken_part():
    load_directory_facts()

    certain, likely, inferred = Evidence.Strength.values
    shown = District.objects.participating().order_by("cd_code").values_list("cd_code", "participation")
    assert list(shown) == [
        ("0910090", inferred), ("1964212", certain), ("1964725", likely), ("1964816", certain), ("1964907", certain),
        ("1975713", certain), ("2710272", certain), ("2765961", certain), ("3367033", likely), ("3410348", inferred),
        ("3467447", certain), ("4369674", certain), ("4373387", certain), ("5475531", certain),
    ]  # fmt: skip


def test_the_loaded_rows_are_valid():
    load_directory_facts()

    for model in (County, District, School, Organization, Evidence):
        for one in model.objects.all():
            one.full_clean()
    for district in District.objects.all():
        refuse_own_supervisors(district.units.all())


def test_every_county_has_its_region():
    regions = [int(county["region"]) for county in read_facts("counties")]

    assert (len(regions), sorted(set(regions))) == (58, list(range(1, 12)))
