"""A made-up school year before this one, large enough that something of its figures may be told."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from districts.models import Organization
from lmi_portal.accounts.models import User

from .consent_forms import form_for
from .demo_past_families import load_families
from .figures.publishing import publish_figures
from .figures.terms import settled_terms
from .models import (
    Assignment,
    AttendanceImport,
    AttendanceWindow,
    Consent,
    ConsentRecipient,
    ContactAttempt,
    FiguresEdition,
    Referral,
    ReferralEvent,
    Role,
    Site,
    Student,
)
from .moves import MOVES
from .moving import draw_state
from .providers.models import Need, Service

NEEDS = ["vision", "vision", "dental", "tutoring", "vision", "dental"]
LANGUAGES = ["es", "es", "en", "es", "en"]
# How many students of each pilot school were referred in spring; the fall before, some at the first school alone.
SPRING, FALL = [120, 80, 50, 30], 32
LIKE_STUDENTS = 48
DIRECT, INFORMATIONAL = Referral.Kind.DIRECT, Referral.Kind.INFORMATIONAL
STAFF, PROVIDER, CLOCK = ReferralEvent.Actor.STAFF, ReferralEvent.Actor.PROVIDER, ReferralEvent.Actor.CLOCK
RECEIVED = {"outcome": "received_full", "outcome_source": "family"}
# (kind, [(move, by whom, days after the one before, more)]): what became of every so-manieth referral.
COURSES = [
    (
        DIRECT,
        [
            ("make_ready", STAFF, 0, {}),
            ("send", STAFF, 0, {}),
            ("accept", PROVIDER, 2, {}),
            ("start_service", STAFF, 9, {}),
            ("close", STAFF, 30, RECEIVED),
        ],
    ),
    (
        INFORMATIONAL,
        [
            ("hand_out", STAFF, 0, {}),
            ("accept", STAFF, 3, {}),
            ("start_service", STAFF, 3, {}),
            ("close", STAFF, 20, RECEIVED),
        ],
    ),
    (DIRECT, [("make_ready", STAFF, 0, {}), ("send", STAFF, 0, {}), ("expire", CLOCK, 21, {})]),
    (
        DIRECT,
        [
            ("make_ready", STAFF, 0, {}),
            ("send", STAFF, 0, {}),
            ("accept", PROVIDER, 4, {}),
            ("close", STAFF, 25, {"outcome": "transport", "outcome_source": "family"}),
        ],
    ),
]
# Which course a referral takes, by turns.
TURNS = [0, 0, 1, 0, 3, 2, 0, 3, 0, 2]


@dataclass
class Year:
    """Whose rows these are, and the rows to be."""

    sites: list
    staff: list
    administrator: object
    now: datetime
    referrals: list = field(default_factory=list)
    events: list = field(default_factory=list)


def load_achievement(*, now):
    """Add last school year's referrals, attendance and activities where no figures are, and publish them."""
    term = settled_terms(on=timezone.localdate(now))[0]
    administrator = User.objects.get(email="program@example.org").oasis_assignments.get()
    if FiguresEdition.objects.filter(district=administrator.district).exists():
        return
    year = Year(_sites(term), [], administrator.user, now)
    year.staff = _staff(year.sites)
    students = [
        student for site, number in zip(year.sites, SPRING, strict=True) for student in _students(site, number, term)
    ]
    _refer(year, students, term)
    _attend(year, _served_before(year, term), term)
    load_families(sites=year.sites, term=term, staff=year.staff, now=now)
    publish_figures(district=administrator.district, term=term, now=now)


def _sites(term):
    """The same schools as this year's, the year before."""
    now_there = Site.objects.filter(assignments__isnull=False) | Site.objects.filter(positions__isnull=False)
    schools = [site.school for site in now_there.distinct().select_related("school").order_by("pk")][: len(SPRING)]
    year = term.starts_on.year if term.starts_on.month >= 7 else term.starts_on.year - 1
    return [Site.objects.get_or_create(school=school, year=year)[0] for school in schools]


def _staff(sites):
    """The referrer and the union's aide of the demo, as they worked there that year."""
    days = {
        "starts_on": date(sites[0].year, 7, 1),
        "ends_on": sites[0].last_day(),
        "district": sites[0].school.district,
    }
    union = Organization.objects.get(short_name="SEIU 99")
    by_right, by_consent = Assignment.Basis.EMPLOYEE, Assignment.Basis.CONSENT
    return [
        Assignment.objects.create(
            user=User.objects.get(email=f"{address}@example.org"),
            site=sites[0],
            role=role,
            basis=basis,
            employer=employer,
            **days,
        )
        for address, role, basis, employer in [
            ("oasis", Role.REFERRER, by_right, None),
            ("union", Role.SERVICE_AIDE, by_consent, union),
        ]
    ]


def _students(site, number, term):
    return Student.objects.bulk_create(
        Student(
            district=site.school.district,
            school=site.school,
            given_name="Made-up",
            family_name=f"Student {each}",
            grade=str(6 + each % 2),
            language=LANGUAGES[each % len(LANGUAGES)],
            is_made_up=True,
            created_at=_moment(term.starts_on),
            left_on=site.last_day(),
        )
        for each in range(number)
    )


def _refer(year, students, term, *, turns=TURNS):
    sites = {site.school_id: site for site in year.sites}
    services = {need.slug: (need, _service(need)) for need in Need.objects.filter(slug__in=NEEDS)}
    consents, reached = [], []
    counts = Counter()
    for student in students:
        number = counts[student.school_id]
        counts[student.school_id] += 1
        kind, course = COURSES[turns[number % len(turns)]]
        need, service = services[NEEDS[number % len(NEEDS)]]
        created_at = _moment(term.starts_on + timedelta(days=14 + number % 60))
        referral = Referral(
            kind=kind, student=student, site=sites[student.school_id], need=need, service=service,
            language=student.language, owner=year.staff[number % 3 == 2].user, logged_by=year.staff[0].user,
            created_at=created_at,
        )  # fmt: skip
        if kind == DIRECT:
            referral.consent = _consent(student, year, created_at)
            consents.append((referral.consent, service.provider))
        year.events += _events(referral, course, year, created_at)
        if number % 5:
            referral.first_contact_at = created_at + timedelta(days=1 + number % 6)
            reached.append(referral)
        year.referrals.append(referral)
    Consent.objects.bulk_create(consent for consent, _provider in consents)
    ConsentRecipient.objects.bulk_create(ConsentRecipient(consent=consent, provider=to) for consent, to in consents)
    Referral.objects.bulk_create(referral for referral in year.referrals if referral.pk is None)
    ReferralEvent.objects.bulk_create(event for event in year.events if event.pk is None)
    ContactAttempt.objects.bulk_create(
        ContactAttempt(
            referral=each, tried_at=each.first_contact_at, tried_by=each.owner, way="phone", was_reached=True
        )
        for each in reached
    )


def _events(referral, course, year, moved_at):
    """The events of a course, each drawn into the referral's state as moving it would."""
    events = []
    for version, (move, actor, days, more) in enumerate(course, start=1):
        moved_at += timedelta(days=days, minutes=version)
        by = referral.owner if actor == STAFF else None
        event = ReferralEvent(
            referral=referral, version=version, move=move, state=MOVES[move].target, actor=actor, moved_at=moved_at,
            moved_by=by, **more,
        )  # fmt: skip
        draw_state(referral, event)
        events.append(event)
    return events


def _consent(student, year, signed_at):
    return Consent(
        student=student, direction=Consent.Direction.OUT, signer_name="Made-up Parent",
        relation=Consent.Relation.PARENT, records=["name", "contact", "school", "reason"],
        purpose="To get help (made up)", language="en",
        form=form_for(relation=Consent.Relation.PARENT, language="en", now=year.now), way=Consent.Way.IN_PERSON,
        signed_at=signed_at, starts_on=timezone.localdate(signed_at), expires_on=year.sites[0].last_day(),
        is_copy_given=True,
    )  # fmt: skip


def _service(need):
    return Service.objects.filter(terms__needs=need, provider__is_made_up=True).select_related("provider").first()


def _served_before(year, term):
    """Students served in the fall before, whose attendance afterwards is known by now, and like ones without."""
    served = _students(year.sites[0], FALL, term.before())
    _refer(year, served, term.before(), turns=[1])
    return served, _students(year.sites[0], LIKE_STUDENTS, term.before())


def _attend(year, students, term):
    """Weekly rows from June before the fall to the term's end."""
    served, like = students
    taken = AttendanceImport.objects.create(
        district=year.sites[0].school.district, file_name="attendance (made up).csv", file_digest="made up",
        imported_at=year.now, imported_by=year.administrator,
    )  # fmt: skip
    first = term.before().starts_on - timedelta(weeks=12)
    first -= timedelta(days=first.weekday())
    weeks = range((term.ends_on - first).days // 7)
    turned = term.before().starts_on + timedelta(weeks=4)
    rows = []
    for number, student in enumerate([*served, *like]):
        for week in weeks:
            monday = first + timedelta(weeks=week)
            rose = 1 if monday > turned and (number < len(served) or week % 3 == 0) else 0
            missed = max(0, (2 if (week + number) % 3 else 1) - rose) / 2
            rows.append(
                AttendanceWindow(
                    student=student,
                    starts_on=monday,
                    ends_on=monday + timedelta(days=4),
                    days_expected=5,
                    days_attended=Decimal(5 - missed),
                    imported_in=taken,
                )
            )
    AttendanceWindow.objects.bulk_create(rows, batch_size=1000)
    taken.report = {"rows": len(rows), "taken": len(rows), "unknown": 0, "students": len(served) + len(like)}
    taken.save()


def _moment(day):
    return timezone.make_aware(datetime.combine(day, time(10)))
