"""A district whose pages are measured and others beside it, in bulk: made-up students, referrals, events."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from districts.tests.factories import create_district
from lmi_portal.accounts.models import User
from lmi_portal.accounts.tests.factories import add_second_factor, create_user, sign_in_staff
from oasis.adding_students import digests_of
from oasis.figures.publishing import publish_figures
from oasis.figures.terms import term_of
from oasis.models import (
    Assignment,
    Consent,
    ConsentRecipient,
    Household,
    Outcome,
    OutcomeSource,
    Referral,
    ReferralEvent,
    Role,
    Site,
    Student,
    StudentIndex,
    school_year_of,
)
from oasis.moves import MOVES, PROVIDER, STAFF
from oasis.moving import draw_state
from oasis.providers.models import Need, Provider, Service
from oasis.tests.factories import complete_training, create_form, create_school, today

from .filling import QUICK_HASHER

SITES, CASELOADS, STUDENTS, REFERRALS = 2, 10, 25, 2
IN_A_DISTRICT = SITES * CASELOADS * STUDENTS * REFERRALS
BATCH = 2_000
GIVEN = ["Ana", "Luis", "Mei", "Tariq", "Grace", "Noé", "Priya", "Sam", "Thanh", "Zoë"]
FAMILY = ["Núñez", "Okafor", "Tran", "Haddad", "Boyd", "Reyes", "Kaur", "Lim", "Abara", "Silva"]
BY_PROVIDER = {"open", "accept", "waitlist", "schedule", "start_service", "decline"}
# The moves of each referral, four on average.
WAYS = [
    ["make_ready"],
    ["make_ready", "send"],
    ["make_ready", "send", "open", "accept"],
    ["make_ready", "send", "open", "decline"],
    ["make_ready", "send", "open", "accept", "schedule"],
    ["make_ready", "send", "open", "accept", "start_service", "close"],
    ["make_ready", "send", "open", "waitlist", "accept", "close"],
]


@dataclass(frozen=True)
class Worker:
    """Somebody whose pages are measured, with the browser in which they are signed in by both factors."""

    user: User
    browser: Client


def create_program():
    """A district with two sites, ten caseloads at each and 1,000 referrals; {role: the Worker who is measured}."""
    district = create_district()
    sites = [Site.objects.create(school=create_school(district), year=school_year_of(today())) for _n in range(SITES)]
    with override_settings(PASSWORD_HASHERS=QUICK_HASHER):
        owners = [[_worker(district, site, Role.REFERRER) for _n in range(CASELOADS)] for site in sites]
        administrator = _worker(district, None, Role.PROGRAM_ADMINISTRATOR)
    fill(district, sites, owners)
    # Boards show what was published; these referrals lie in this term or the one before.
    for term in (term_of(today()).before(), term_of(today())):
        publish_figures(district=district, term=term, now=timezone.now())
    return {"referrer": _signed_in(owners[0][0]), "administrator": _signed_in(administrator)}


def create_others(count):
    """`count` more districts with as much in each, and one account for all their caseloads."""
    with override_settings(PASSWORD_HASHERS=QUICK_HASHER):
        owner = create_user()
    for _n in range(count):
        district = create_district()
        schools = [create_school(district) for _n in range(SITES)]
        sites = [Site.objects.create(school=school, year=school_year_of(today())) for school in schools]
        fill(district, sites, [[owner] * CASELOADS for _site in sites])


def _worker(district, site, role):
    user = create_user()
    add_second_factor(user)
    complete_training(user)
    Assignment.objects.create(
        user=user, district=district, site=site, role=role, basis="employee", starts_on=today() - timedelta(days=60)
    )
    return user


def _signed_in(user):
    browser = Client(SERVER_NAME=urlsplit(settings.SITE_URL).hostname)
    sign_in_staff(browser, user)
    return Worker(user, browser)


def fill(district, sites, owners):
    """25 students for each of `owners` at each of `sites`, two referrals each, and four events a referral."""
    now = timezone.now()
    for site, of_site in zip(sites, owners, strict=True):
        students = _students(district, site, count=STUDENTS * len(of_site), now=now)
        consents = _consents(students, now=now)
        _referrals(site, students, consents, of_site, now=now)


def _students(district, site, *, count, now):
    households = Household.objects.bulk_create(
        [Household(district=district, name=FAMILY[n % 10], language="es", created_at=now) for n in range(count)]
    )
    students = Student.objects.bulk_create(
        [
            Student(
                district=district,
                school=site.school,
                household=household,
                number=f"{site.pk}{n:06}",
                given_name=GIVEN[n % 10],
                family_name=f"{FAMILY[n // 10 % 10]}-{n}",
                born_on=today() - timedelta(days=365 * 11 + n),
                grade=str(6 + n % 3),
                is_made_up=True,
                created_at=now,
            )
            for n, household in enumerate(households)
        ]
    )
    digests = [(student, kind, digest) for student in students for kind, digest in digests_of(student)]
    StudentIndex.objects.bulk_create(
        [StudentIndex(student=student, kind=kind, digest=digest) for student, kind, digest in digests], BATCH
    )
    return students


def _consents(students, *, now):
    form, provider = create_form(), Provider.objects.first()
    consents = Consent.objects.bulk_create(
        [
            Consent(
                student=student,
                direction=Consent.Direction.OUT,
                signer_name="A parent",
                relation=Consent.Relation.PARENT,
                records=["name", "contact"],
                purpose="To get help",
                language="es",
                form=form,
                way=Consent.Way.IN_PERSON,
                signed_at=now,
                starts_on=today() - timedelta(days=90),
                expires_on=today() + timedelta(days=90),
            )
            for student in students
        ]
    )
    ConsentRecipient.objects.bulk_create([ConsentRecipient(consent=one, provider=provider) for one in consents])
    return consents


def _referrals(site, students, consents, owners, *, now):
    needs, services = list(Need.objects.all()), list(Service.objects.all()[:50])
    made = []
    for n, student in enumerate(student for student in students for _n in range(REFERRALS)):
        owner = owners[n % len(owners)]
        referral = Referral(
            kind=Referral.Kind.DIRECT,
            student=student,
            site=site,
            need=needs[n % len(needs)],
            service=services[n % len(services)],
            reason="Cannot read the board from the second row.",
            consent=consents[n // REFERRALS],
            owner=owner,
            logged_by=owner,
            created_at=now - timedelta(days=60 - n % 50, hours=n % 7),
        )
        events = [_event(referral, move, version) for version, move in enumerate(WAYS[n % len(WAYS)], 1)]
        for event in events:
            draw_state(referral, event)
        if referral.closed_at is None:
            referral.due_on = timezone.localdate(now) + timedelta(days=n % 9 - 4)
        made.append((referral, events))
    Referral.objects.bulk_create([referral for referral, _events in made], BATCH)
    told = [_with_key(event, referral) for referral, events in made for event in events]
    ReferralEvent.objects.bulk_create(told, BATCH)


def _event(referral, move, version):
    is_close = move == "close"
    return ReferralEvent(
        version=version,
        move=move,
        state=MOVES[move].target,
        actor=PROVIDER if move in BY_PROVIDER else STAFF,
        moved_at=referral.created_at + timedelta(days=version),
        outcome=Outcome.RECEIVED_FULL if is_close else "",
        outcome_source=OutcomeSource.FAMILY if is_close else "",
        note="A word on it." if version % 2 else "",
    )


def _with_key(event, referral):
    event.referral = referral
    return event
