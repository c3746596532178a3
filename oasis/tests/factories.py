"""A site with its people, a student, a consent and a referral; made-up people all."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from districts.models import Organization, School
from districts.tests.factories import create_district
from lmi_portal.accounts.tests import factories as accounts
from lmi_portal.accounts.tests.factories import add_second_factor, sign_in_staff
from oasis.models import (
    Assignment,
    Consent,
    ConsentForm,
    ConsentRecipient,
    Guardian,
    Household,
    Referral,
    Role,
    Site,
    Student,
    TrainingCompletion,
    TrainingModule,
    school_year_of,
)
from oasis.providers.tests.factories import create_need, create_service

_number = count(1)


def today():
    return timezone.localdate()


def create_school(district=None, **fields):
    number, district = next(_number), district or create_district()
    defaults = {"cds_code": f"{district.cd_code}{number:07}", "name": f"School {number}"}
    return School.objects.create(district=district, **defaults | fields)


def create_site(school=None, **fields):
    """A school in the school year of today."""
    return Site.objects.create(school=school or create_school(), **{"year": school_year_of(today())} | fields)


def create_assignment(*, role=Role.REFERRER, site=None, user=None, district=None, is_trained=True, **fields):
    """Somebody who works with OASIS: a district employee at a site, trained, with a second factor."""
    whole = role in {Role.PROGRAM_ADMINISTRATOR, Role.RECORDS_OFFICIAL, Role.AUDITOR}
    site = None if whole else site or create_site()
    district = district or (site.school.district if site else create_district())
    if user is None:
        user = accounts.create_user()
        add_second_factor(user)
    if role == Role.COUNSELOR:
        fields.setdefault("credential", "PPS-100200")
    defaults = {"basis": Assignment.Basis.EMPLOYEE, "starts_on": today() - timedelta(days=30)}
    if is_trained:
        complete_training(user)
    return Assignment.objects.create(user=user, role=role, site=site, district=district, **defaults | fields)


def complete_training(user):
    module, _created = TrainingModule.objects.get_or_create(slug="privacy", defaults={"title": "Privacy of records"})
    TrainingCompletion.objects.get_or_create(user=user, module=module, completed_on=today())


def create_union():
    """An organization whose employees see by consent alone."""
    number = next(_number)
    return Organization.objects.create(
        name=f"Union {number}", short_name=f"U{number}", kind=Organization.Kind.LOCAL, affiliation="made up"
    )


def create_union_assignment(**fields):
    """A social service aide whom a union employs: consent-only."""
    fields = {"role": Role.SERVICE_AIDE, "basis": Assignment.Basis.CONSENT, "employer": create_union()} | fields
    return create_assignment(**fields)


def sign_in(client, assignment):
    """Sign the person in with the second factor shown."""
    sign_in_staff(client, assignment.user)
    return assignment


def create_household(district, **fields):
    defaults = {"name": "Núñez, 11th Avenue", "language": "es", "created_at": timezone.now()}
    return Household.objects.create(district=district, **defaults | fields)


def create_guardian(household, **fields):
    defaults = {"name": "Rosa Núñez", "relation": "parent", "phone": "323-555-0101", "email": "rosa@example.org"}
    return Guardian.objects.create(household=household, **defaults | fields)


def create_student(*, site=None, household=None, **fields):
    """A made-up student of 13 at the site's school, with a household that has one guardian."""
    site = site or create_site()
    if household is None:
        household = create_household(site.school.district)
        create_guardian(household)
    defaults = {
        "given_name": "Ana",
        "family_name": "Núñez",
        "number": f"90{next(_number):05}",
        "born_on": date(today().year - 13, 1, 15),
        "grade": "7",
        "language": "es",
        "is_made_up": True,
        "created_at": timezone.now(),
    }
    return Student.objects.create(
        district=site.school.district, school=site.school, household=household, **defaults | fields
    )


def create_form(language="en"):
    text = "Permission to share, in words of the tests."
    form = ConsentForm.objects.filter(version="test", language=language).first()
    return form or ConsentForm.objects.create(
        version="test", language=language, text=text, digest="0" * 64, published_on=today()
    )


def create_consent(student, *, provider=None, organization=None, **fields):
    """A consent signed in person by a parent until the end of next month, out to `provider` or `organization`."""
    defaults = {
        "direction": Consent.Direction.OUT,
        "signer_name": "Rosa Núñez",
        "relation": Consent.Relation.PARENT,
        "records": ["name", "contact", "school", "reason"],
        "purpose": "To get help",
        "language": "es",
        "way": Consent.Way.IN_PERSON,
        "signed_at": timezone.now(),
        "starts_on": today(),
        "expires_on": today() + timedelta(days=45),
        "is_copy_given": True,
    }
    consent = Consent.objects.create(
        student=student, form=fields.pop("form", None) or create_form(), **defaults | fields
    )
    ConsentRecipient.objects.create(consent=consent, provider=provider, organization=organization)
    return consent


def create_referral(*, logged_by=None, student=None, service=None, **fields):
    """A draft of a direct referral."""
    logged_by = logged_by or create_assignment()
    student = student or create_student(site=logged_by.site)
    defaults = {"kind": Referral.Kind.DIRECT, "site": logged_by.site, "created_at": timezone.now()}
    return Referral.objects.create(
        student=student,
        service=service or create_service(),
        need=fields.pop("need", None) or create_need(),
        owner=logged_by.user,
        logged_by=logged_by.user,
        **defaults | fields,
    )
