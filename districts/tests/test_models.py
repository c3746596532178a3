import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from districts.models import BargainingUnit, District, Membership, Organization

from .factories import create_county, create_district, create_membership, create_unit, create_user

pytestmark = pytest.mark.django_db


def refused(create, **fields):
    """The constraint's name as the database says it, or nothing where the row was taken."""
    try:
        with transaction.atomic():
            create(**fields)
    except IntegrityError as error:
        return str(error)
    return ""


def place(**fields):
    defaults = {"side": "management", "role": "cabinet", "state": "requested", "requested_at": timezone.now()}
    return Membership.objects.create(**defaults | fields)


@pytest.mark.parametrize("kind", ["certificated and classified", "", "supervisory"])
def test_the_database_keeps_a_unit_to_one_kind(kind):
    district = create_district()
    local = Organization.objects.create(name="Local", kind="local")

    said = refused(BargainingUnit.objects.create, district=district, organization=local, kind=kind)

    assert "one_unit_is_of_exactly_one_kind" in said


def test_the_database_takes_a_unit_of_one_kind():
    assert create_unit(create_district(), kind="classified").pk


@pytest.mark.parametrize("side", ["management", "neutral"])
def test_the_database_lets_only_labor_sit_for_a_unit(side):
    district, role = create_district(), {"management": "cabinet", "neutral": "facilitator"}[side]

    said = refused(place, user=create_user(), district=district, side=side, role=role, unit=create_unit(district))

    assert "only_labor_sits_for_a_bargaining_unit" in said


def test_the_database_lets_only_labor_speak_for_employees():
    said = refused(place, user=create_user(), district=create_district(), employees="classified")

    assert "only_labor_without_a_unit_names_employees" in said


@pytest.mark.parametrize(
    ("side", "role"), [("labor", "superintendent"), ("management", "unit_lead"), ("neutral", "board")]
)
def test_the_database_keeps_roles_on_their_side(side, role):
    said = refused(place, user=create_user(), district=create_district(), side=side, role=role)

    assert "membership_role_fits_its_side" in said


@pytest.mark.parametrize("first", ["requested", "approved"])
def test_the_database_keeps_one_current_place_for_each_person_and_district(first):
    place(user=(user := create_user()), district=(district := create_district()), state=first)

    assert refused(place, user=user, district=district) != ""


@pytest.mark.parametrize("first", ["declined", "ended"])
def test_a_place_that_is_over_leaves_room_for_another(first):
    place(user=(user := create_user()), district=(district := create_district()), state=first)

    assert refused(place, user=user, district=district) == ""


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(51.5, -0.1), (37.7, 122.1), (37.7, None)],
    ids=["London", "minus forgotten", "half a place"],
)
def test_the_database_keeps_districts_in_california(latitude, longitude):
    said = refused(create_district, latitude=latitude, longitude=longitude)

    assert "district_lies_in_california" in said


def test_the_database_gives_an_email_domain_to_one_district():
    create_district(email_domain="saltmarsh.example.org")

    assert refused(create_district, email_domain="saltmarsh.example.org") != ""
    assert refused(create_district, email_domain="") == ""


@pytest.mark.parametrize("region", [0, 12])
def test_the_database_knows_eleven_regions(region):
    county = create_county()
    county.region = region

    assert "county_in_one_of_eleven_regions" in refused(county.save)


@pytest.mark.parametrize(
    "domain", ["k12.ca.us", "gmail.com", "comcast.net", "AOL.com", "localhost", "SanJuan.edu", "jo@sanjuan.edu"]
)
def test_a_shared_or_malformed_domain_is_refused(domain):
    district = create_district()
    district.email_domain = domain

    with pytest.raises(ValidationError) as refusal:
        district.full_clean()

    assert list(refusal.value.message_dict) == ["email_domain"] or domain == "SanJuan.edu"


@pytest.mark.parametrize(
    ("supervisors", "supervised"),
    [("certificated_supervisory", "certificated"), ("classified_supervisory", "classified")],
)
@pytest.mark.parametrize("first", ["supervisors", "supervised"])
def test_supervisors_have_an_organization_of_their_own(supervisors, supervised, first):
    district = create_district()
    there, coming = (supervisors, supervised) if first == "supervisors" else (supervised, supervisors)
    local = create_unit(district, kind=there).organization

    with pytest.raises(ValidationError, match="Government Code § 3545"):
        BargainingUnit(district=district, organization=local, kind=coming).full_clean()


@pytest.mark.parametrize("other", ["another district", "another organization", "supervisors of both kinds"])
def test_supervisors_elsewhere_are_no_matter(other):
    district = create_district()
    kind = "classified_supervisory" if other == "supervisors of both kinds" else "certificated"
    unit = create_unit(district, kind=kind)
    elsewhere = create_district() if other == "another district" else district
    local = create_unit(create_district()).organization if other == "another organization" else unit.organization

    BargainingUnit(district=elsewhere, organization=local, kind="certificated_supervisory").full_clean()


def test_found_by_wants_every_word():
    create_district(name="San Juan Unified", city="Carmichael", cd_code="3490001")
    create_district(name="San Pasqual Union", city="Escondido", county=create_county("37"), cd_code="3790002")
    create_district(name="San Gone Unified", city="Carmichael", cd_code="3490003", status="closed")

    def names(words):
        return [one.name for one in District.objects.found_by(words)]

    assert names("san") == ["San Juan Unified", "San Pasqual Union"]
    assert names("juan san") == ["San Juan Unified"]
    assert names("CARMICHAEL") == ["San Juan Unified"]
    assert names("san diego") == ["San Pasqual Union"]
    assert names("34900") == ["San Juan Unified"]
    assert names("%") == []


def test_found_by_puts_names_that_begin_as_typed_first():
    create_district(name="Aromas - San Juan Unified")
    create_district(name="San Juan Unified")

    found = District.objects.found_by(" san juan ")

    assert [one.name for one in found] == ["San Juan Unified", "Aromas - San Juan Unified"]


@pytest.mark.parametrize(
    ("state", "is_lead", "seen"),
    [
        ("approved", True, ["of", "led_by", "asked_or_joined_by"]),
        ("approved", False, ["of", "asked_or_joined_by"]),
        ("requested", False, ["asked_or_joined_by"]),
        ("declined", False, []),
        ("ended", False, []),
    ],
)
def test_a_place_decides_what_its_holder_sees(state, is_lead, seen):
    user = create_user()
    create_membership(user=user, state=state, is_lead=is_lead)

    scopes = ["of", "led_by", "asked_or_joined_by"]
    assert [scope for scope in scopes if getattr(District.objects, scope)(user).exists()] == seen


def test_strangers_have_no_district():
    create_membership(is_lead=True)
    scopes = [District.objects.of, District.objects.led_by, District.objects.asked_or_joined_by]

    assert [scope(AnonymousUser()).exists() for scope in scopes] == [False, False, False]
