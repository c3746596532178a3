"""Two schools of one district and one of another, each with a row of whatever a page of OASIS shows."""

from dataclasses import dataclass, field

from districts.models import District, School
from lmi_portal.accounts.models import User
from lmi_portal.tests.a_row_of_each import row_of
from oasis import models
from oasis.models import Guardian, Household, Referral, Role, Site, Student
from oasis.providers.models import Need, Provider, Service
from oasis.providers.tests.factories import create_need, create_service

from .consent_factories import ask
from .factories import (
    create_assignment,
    create_consent,
    create_guardian,
    create_household,
    create_referral,
    create_school,
    create_site,
    create_student,
    create_union,
)


@dataclass
class Place:
    """A site and, made when they are asked for, the rows of the one student there whom others take care of."""

    site: Site
    rows: dict = field(default_factory=dict)

    def row(self, model):
        return row_of(model, self.rows)


def create_place(district=None):
    site = create_site(create_school(district))
    district = site.school.district
    logged_by = create_assignment(site=site)
    household = create_household(district)
    service = create_service()
    student = create_student(site=site, household=household)
    referral = create_referral(logged_by=logged_by, student=student, service=service)
    known = {
        District: district,
        School: site.school,
        Site: site,
        User: logged_by.user,
        models.Assignment: logged_by,
        Household: household,
        Guardian: create_guardian(household),
        Student: student,
        Service: service,
        Provider: service.provider,
        Need: create_need(),
        Referral: referral,
        models.ConsentRequest: ask(referral),
    }
    consent, union = create_consent(student, provider=service.provider), create_union()
    return Place(site, known | {type(row): row for row in (consent, consent.form, union)})


@dataclass
class World:
    """`own` is where everybody works, `neighbor` a school of the same district, `foreign` one of another."""

    own: Place
    neighbor: Place
    foreign: Place
    people: dict


def create_world():
    own = create_place()
    neighbor, foreign = create_place(own.site.school.district), create_place()
    return World(own, neighbor, foreign, {role: create_person(role, own.site) for role in Role})


def create_person(role, site, **fields):
    is_whole = role in models.WHOLE_DISTRICT
    return create_assignment(role=role, site=None if is_whole else site, district=site.school.district, **fields)
