"""The people of the demo: made up, and marked so in their names."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.models import User
from lmi_portal.accounts.opening import open_account
from lmi_portal.audit.recording import record

from .models import BargainingUnit, District, Membership, Side

SAN_JUAN, LOS_ANGELES = "3467447", "1964733"
Role = Membership.Role


@dataclass(frozen=True)
class Person:
    """Who signs in at <address>@example.org; `unit` is its organization's short name."""

    address: str
    name: str
    is_for: str
    groups: tuple = ()
    cd_code: str = ""
    side: str = ""
    role: str = ""
    unit: str = ""
    is_lead: bool = False

    @property
    def email(self):
        return f"{self.address}@example.org"


PEOPLE = [
    Person("staff", "Robin Castellanos", "LMI staff: events, finance, directory", ("events", "finance", "directory")),
    Person("finance", "Noor Haddad", "LMI staff: finance", ("finance",)),
    Person(
        "lead",
        "Dana Whitfield",
        "team lead, San Juan Unified, management",
        cd_code=SAN_JUAN,
        side=Side.MANAGEMENT,
        role=Role.CABINET,
        is_lead=True,
    ),
    Person(
        "labor",
        "Marisol Quintero",
        "team lead, San Juan Teachers Association",
        cd_code=SAN_JUAN,
        side=Side.LABOR,
        role=Role.UNIT_LEAD,
        unit="SJTA",
        is_lead=True,
    ),
    Person("newcomer", "Jordan Abara", "no district yet"),
    Person(
        "oasis",
        "Teresa Villanueva",
        "refers students, Audubon Middle",
        cd_code=LOS_ANGELES,
        side=Side.LABOR,
        role=Role.UNIT_MEMBER,
        unit="UTLA",
    ),
    Person(
        "site-lead",
        "Andre Boyd",
        "site lead, Audubon Middle",
        cd_code=LOS_ANGELES,
        side=Side.MANAGEMENT,
        role=Role.SITE_LEADER,
    ),
    Person(
        "records",
        "Mei-Ling Tran",
        "records official, Los Angeles Unified",
        cd_code=LOS_ANGELES,
        side=Side.MANAGEMENT,
        role=Role.STAFF,
    ),
    Person(
        "counselor",
        "Imani Castellano",
        "credentialed counselor, Audubon Middle",
        cd_code=LOS_ANGELES,
        side=Side.LABOR,
        role=Role.UNIT_MEMBER,
        unit="UTLA",
    ),
    Person(
        "coordinator",
        "Hye-jin Park",
        "OASIS coordinator, Audubon Middle",
        cd_code=LOS_ANGELES,
        side=Side.MANAGEMENT,
        role=Role.STAFF,
    ),
    Person(
        "union",
        "Lupe Arredondo",
        "social service aide employed by the union: sees records by consent alone",
        cd_code=LOS_ANGELES,
        side=Side.LABOR,
        role=Role.UNIT_MEMBER,
        unit="SEIU 99",
    ),
    Person(
        "program",
        "Walter Nakamura",
        "OASIS program administrator, Los Angeles Unified",
        cd_code=LOS_ANGELES,
        side=Side.MANAGEMENT,
        role=Role.STAFF,
    ),
    Person(
        "auditor",
        "Esi Boateng",
        "auditor of the log of access, Los Angeles Unified",
        cd_code=LOS_ANGELES,
        side=Side.MANAGEMENT,
        role=Role.STAFF,
    ),
    Person(
        "wellbeing",
        "Sam Okafor",
        "well-being committee co-chair, San Juan Unified",
        cd_code=SAN_JUAN,
        side=Side.LABOR,
        role=Role.UNIT_MEMBER,
        unit="CSEA 127",
    ),
    Person("employee", "Carmen Delgado", "employee, San Juan Unified: signs up, answers, has ideas"),
]


@transaction.atomic
def load_people(*, password, now):
    """Open the demo's accounts with one password and give each person their place at a table; returns the users."""
    ensure_groups()
    users = [_open(person, now=now) for person in PEOPLE]
    # One hash for all: hashing is slow on purpose, and the password is the same and printed anyway.
    User.objects.filter(pk__in=[user.pk for user in users]).update(password=make_password(password))
    for user, person in zip(users, PEOPLE, strict=True):
        if person.cd_code:
            _seat(user, person, now=now)
    return users


def _open(person, *, now):
    return open_account(
        email=person.email,
        name=f"{person.name} (made up)",
        is_staff=bool(person.groups),
        groups=person.groups,
        now=now,
    )


def _seat(user, person, *, now):
    """Seated without the letters that asking and answering post: nobody is waiting for them."""
    district = District.objects.get(cd_code=person.cd_code)
    unit = BargainingUnit.objects.filter(district=district, organization__short_name=person.unit).first()
    membership = Membership.objects.create(
        user=user,
        district=district,
        side=person.side,
        role=person.role,
        unit=unit,
        is_lead=person.is_lead,
        state=Membership.State.APPROVED,
        requested_at=now,
        decided_at=now,
    )
    record(deed="load_demo:membership", on=membership, by=None, now=now, changes={"state": [None, membership.state]})
