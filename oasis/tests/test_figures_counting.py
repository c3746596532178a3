from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from districts.models import Organization
from oasis.figures.counting import count_referrals
from oasis.figures.publishing import publish_due_figures, publish_figures
from oasis.figures.terms import Term, settled_terms, term_of
from oasis.models import FiguresEdition, Referral, Role, State, Student
from oasis.providers.tests.factories import create_need, create_service

from .factories import create_assignment, create_site

pytestmark = pytest.mark.django_db

TERM = term_of(date(2026, 3, 1))
LOGGED = datetime(2026, 3, 2, 18, tzinfo=UTC)
PUBLISHED = datetime(2026, 8, 3, 18, tzinfo=UTC)


def logged_by_of(site, **fields):
    return create_assignment(site=site, starts_on=date(2025, 8, 1), **fields)


def refer(logged_by, *, students, need="vision", now=LOGGED, **fields):
    """One direct referral for each of so many students, as it was found at the term's end."""
    service, need = create_service(), create_need(need)
    defaults = {"kind": "direct", "state": State.EXPIRED, "sent_at": now, "acknowledged_at": now + timedelta(days=2)}
    if fields.get("outcome"):
        defaults |= {"state": State.CLOSED, "outcome_source": "family", "consent": None, "kind": "informational"}
    school = logged_by.site.school
    people = Student.objects.bulk_create(
        Student(district=school.district, school=school, given_name="Ana", family_name="Núñez", created_at=now)
        for _each in range(students)
    )
    return Referral.objects.bulk_create(
        Referral(
            student=student,
            site=logged_by.site,
            need=need,
            service=service,
            owner=logged_by.user,
            logged_by=logged_by.user,
            created_at=now,
            **defaults | fields,
        )
        for student in people
    )


def test_terms_are_half_school_years():
    assert term_of(date(2026, 3, 1)) == Term(date(2026, 1, 1), date(2026, 6, 30))
    assert term_of(date(2026, 12, 31)) == Term(date(2026, 7, 1), date(2026, 12, 31))
    assert (TERM.name(), TERM.school_year()) == ("January to June 2026", "2025–26")


def test_a_term_is_settled_a_month_after_its_end():
    assert settled_terms(on=date(2026, 7, 29))[0] == TERM.before()
    assert settled_terms(on=date(2026, 7, 30))[0] == TERM


def test_referrals_are_counted_by_what_came_of_them():
    site = create_site(year=2025)
    staff = logged_by_of(site)
    refer(staff, students=12, outcome="received_full")
    refer(staff, students=13, outcome="cost")
    refer(staff, students=14)

    counted = count_referrals(site.school.district, TERM)

    told, school = counted.published, site.school_id
    assert told.get(("school", "received"), (school, "yes")) == 12
    assert told.get(("school", "closed"), (school, "yes")) == 25
    assert told.get(("school", "ending"), (school, "cost")) == 13
    assert counted.students == 39
    assert counted.medians["acknowledged", ("program", 0)] == 2


def test_drafts_errors_and_other_terms_are_not_counted():
    site = create_site(year=2025)
    staff = logged_by_of(site)
    refer(staff, students=11)
    refer(staff, students=2, state=State.DRAFT)
    refer(staff, students=2, state=State.ENTERED_IN_ERROR)
    refer(staff, students=2, now=LOGGED - timedelta(days=90))

    assert count_referrals(site.school.district, TERM).published.get((), ()) == 11


def test_referrals_by_minor_consent_are_in_no_cut():
    site = create_site(year=2025)
    staff = logged_by_of(site)
    refer(staff, students=30)
    refer(staff, students=11, need="counseling", is_confidential=True)

    counted = count_referrals(site.school.district, TERM)

    assert counted.published.get((), ()) == 30
    assert counted.by_minor_consent == 11
    assert {values for cut, values in counted.published.counts if cut == ("need",)} == {(create_need().pk,)}


def test_few_referrals_by_minor_consent_are_not_told_at_all():
    site = create_site(year=2025)
    refer(logged_by_of(site), students=10, is_confidential=True)

    assert count_referrals(site.school.district, TERM).by_minor_consent is None


def test_a_unions_work_is_that_of_its_employees():
    site = create_site(year=2025)
    union = Organization.objects.create(name="Classified Union")
    refer(logged_by_of(site, role=Role.PARENT_LIAISON, basis="consent", employer=union), students=15)
    refer(logged_by_of(site), students=20)

    told = count_referrals(site.school.district, TERM).published

    assert (told.get(("union",), (union.pk,)), told.get(("union",), (0,))) == (15, 20)


def test_no_small_count_is_in_what_is_kept():
    site = create_site(year=2025)
    other = create_site(
        site.school.district.schools.create(cds_code=f"{site.school.district.cd_code}7654321"), year=2025
    )
    refer(logged_by_of(site), students=40)
    refer(logged_by_of(other), students=4, need="dental")

    edition = publish_figures(district=site.school.district, term=TERM, now=PUBLISHED)

    cells = edition.figures["referrals"]
    assert [number for number in cells.values() if number is not None and number <= 10] == []
    assert cells[f"school={other.school_id}"] is None
    assert cells[f"school={site.school_id}"] is None
    assert cells["="] == 44


def test_a_term_is_published_once():
    site = create_site(year=2025)
    staff = logged_by_of(site)
    refer(staff, students=20)

    publish_due_figures(now=PUBLISHED)
    refer(staff, students=1)

    assert publish_due_figures(now=PUBLISHED + timedelta(days=1)) == []
    assert [each.figures["students"] for each in FiguresEdition.objects.all()] == [20]


def test_control_one_more_referral_would_tell_itself_by_refreshing():
    site = create_site(year=2025)
    staff = logged_by_of(site)
    refer(staff, students=20)
    before = count_referrals(site.school.district, TERM).published.get((), ())
    refer(staff, students=1)

    assert count_referrals(site.school.district, TERM).published.get((), ()) - before == 1


@pytest.mark.parametrize("schools", [1, 3, 6])
def test_counting_takes_as_many_queries_for_many_schools(schools):
    site = create_site(year=2025)
    district = site.school.district
    refer(logged_by_of(site), students=2)
    for number in range(schools - 1):
        school = district.schools.create(cds_code=f"{district.cd_code}{number + 8000000}", name=f"School {number}")
        refer(logged_by_of(create_site(school, year=2025)), students=2)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        count_referrals(district, TERM)

    assert len(queries) == 3
