from itertools import count

from allauth.account.models import EmailAddress
from django.utils import timezone

from districts.counties import ensure_counties
from districts.joining import approve_membership, ask_to_join, decline_membership, end_membership, name_team_lead
from districts.models import BargainingUnit, County, District, Evidence, Membership, Organization, Side
from districts.places import ROLES_OF_SIDE
from lmi_portal.accounts.tests import factories as accounts

_number = count(1)


def create_user(*, verified=True, **fields):
    """A person with an e-mail address that is verified unless said otherwise."""
    user = accounts.create_user(**fields)
    if not verified:
        EmailAddress.objects.filter(user=user).update(verified=False)
    return user


def create_county(code="34"):
    """One of the 58, Sacramento unless said otherwise."""
    ensure_counties()
    return County.objects.get(code=code)


def create_district(*, county=None, **fields):
    """A unified district with a code that no real one has."""
    number, county = next(_number), county or create_county()
    defaults = {"cd_code": f"{county.code}{90000 + number}", "name": f"District {number}", "kind": "unified"}
    return District.objects.create(county=county, **defaults | fields)


def create_unit(district, *, organization="", kind=BargainingUnit.Kind.CERTIFICATED, **fields):
    """A unit of `district`; `organization` is its short name."""
    short_name = organization or f"Local {next(_number)}"
    local, _created = Organization.objects.get_or_create(
        name=f"{short_name} of {district.name}", defaults={"short_name": short_name, "kind": Organization.Kind.LOCAL}
    )
    return BargainingUnit.objects.create(district=district, organization=local, kind=kind, **fields)


def create_evidence(district=None, **fields):
    """Something certain on record: a part in a convening whose day is not known, unless said otherwise."""
    defaults = {"kind": Evidence.Kind.ATTENDED, "what": "It took part in a convening.", "source": "program pages"}
    return Evidence.objects.create(district=district or create_district(), **defaults | fields)


def ask(*, user=None, district=None, side=Side.MANAGEMENT, role=Membership.Role.CABINET, **fields):
    """Ask for a place, as a cabinet member unless said otherwise."""
    user, district = user or create_user(), district or create_district()
    return ask_to_join(user=user, district=district, side=side, role=role, now=timezone.now(), **fields)


def create_membership(
    *, user=None, district=None, side=Side.MANAGEMENT, role="", unit=None, is_lead=False, state="approved"
):
    """A place asked for and, unless `state` is requested, answered by LMI staff."""
    now = timezone.now()
    user, district = user or create_user(), district or create_district()
    if side == Side.LABOR and unit is None:
        unit = create_unit(district)
    membership = ask(user=user, district=district, side=side, role=role or ROLES_OF_SIDE[side][0], unit=unit)
    if membership.state == state:
        return name_team_lead(membership=membership, named_by=create_user(), now=now) if is_lead else membership
    if state == Membership.State.DECLINED:
        return decline_membership(membership=membership, declined_by=create_user(), reason="Unknown to us.", now=now)
    membership = approve_membership(membership=membership, approved_by=create_user(), as_lead=is_lead, now=now)
    return end_membership(membership=membership, ended_by=user, now=now) if state == "ended" else membership
