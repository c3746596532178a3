"""LMI staff see a program's facts, and nothing that an employee said, did or is."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.utils import timezone

from districts.models import Side
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.staff_groups import STAFF_GROUPS
from lmi_portal.tests.test_edits_recorded import request_of_superuser
from wellbeing import models
from wellbeing.models import CommitteeMeeting, Step, YearlyReport

from .charters import create_offered, sign_all
from .factories import create_program, create_survey

pytestmark = pytest.mark.django_db

IN_THE_ADMIN = {
    "Program",
    "Charter",
    "CommitteeSeat",
    "CommitteeMeeting",
    "Step",
    "Survey",
    "YearlyReport",
}
# They name or hold the words of single people, or lead to them.
PRIVATE = {
    *("Employee", "SignUp", "Participation", "Rating"),
    *("Response", "SurveyToken", "SurveyComment", "ResultGroup"),
    *("Idea", "IdeaVote", "Challenge", "ChallengeTeam", "ChallengeEntry"),
}


def registered():
    return {model.__name__ for model in admin.site._registry if model._meta.app_label == "wellbeing"}


def in_inlines():
    own = [one for model, one in admin.site._registry.items() if model._meta.app_label == "wellbeing"]
    return {inline.model.__name__ for one in own for inline in one.inlines}


def test_the_admin_has_these_and_nothing_private():
    assert registered() == IN_THE_ADMIN
    assert in_inlines() == {"Charter", "Signatory"}
    assert {name for name in PRIVATE if not hasattr(models, name)} == set()
    assert (registered() | in_inlines()) & PRIVATE == set()


def test_nothing_of_a_program_is_changed_in_the_admin():
    request = request_of_superuser()

    open_to = [
        f"{deed} {model.__name__}"
        for model, one in admin.site._registry.items()
        if model._meta.app_label == "wellbeing"
        for deed in ("add", "change", "delete")
        if getattr(one, f"has_{deed}_permission")(request)
    ]

    assert open_to == []


@pytest.mark.parametrize("group", sorted(STAFF_GROUPS))
def test_staff_groups_look_at_these_and_do_nothing_else(group):
    ensure_groups()

    held = Permission.objects.filter(group__name=group, content_type__app_label="wellbeing")

    looked_at = {f"view_{name.lower()}" for name in [*IN_THE_ADMIN, "Signatory"]}
    assert set(held.values_list("codename", flat=True)) == (set() if group == "finance" else looked_at)


@pytest.fixture
def staff(client):
    ensure_groups()
    user = create_staff(is_superuser=False, groups=["events"])
    sign_in_staff(client, user)
    return client


def create_rows():
    """A program with a row of each kind that the admin shows."""
    charter = sign_all(create_offered())
    program, now = charter.program, timezone.now()
    held = {"program": program, "starts_at": now, "ends_at": now + timedelta(hours=1), "place": "Library"}
    CommitteeMeeting.objects.create(**held, chair_side=Side.LABOR, state="held", minutes="We spoke of much.")
    Step.objects.create(program=program, school_year=2026, number=1)
    YearlyReport.objects.create(
        program=program, school_year=2025, done="Much.", next_year="More.", drafted_at=now, drafted_by=program.begun_by
    )
    create_survey(program)
    return program


def test_staff_open_each_list_and_each_row(staff):
    create_rows()
    create_program()

    seen = {}
    for name in sorted(IN_THE_ADMIN):
        address = f"/admin/wellbeing/{name.lower()}/"
        row = getattr(models, name).objects.first()
        seen[name] = [staff.get(to).status_code for to in (address, f"{address}{row.pk}/change/")]

    assert seen == {name: [200, 200] for name in sorted(IN_THE_ADMIN)}


@pytest.mark.parametrize("programs", [1, 3])
def test_lists_ask_constantly_many_queries(staff, django_assert_num_queries, programs):
    for _turn in range(programs):
        create_survey(create_program())
    staff.get("/admin/wellbeing/program/")

    for name in ["program", "charter", "committeeseat", "survey"]:
        with django_assert_num_queries(7):
            staff.get(f"/admin/wellbeing/{name}/")


def test_the_signatories_of_a_charter_are_shown_with_their_day(staff):
    charter = sign_all(create_offered())

    shown = staff.get(f"/admin/wellbeing/charter/{charter.pk}/change/").text

    assert [row.name in shown for row in charter.signatories.all()] == [True] * 3


def test_minutes_are_the_committees_own_until_they_are_published(staff):
    create_rows()
    meeting = CommitteeMeeting.objects.get()
    address = f"/admin/wellbeing/committeemeeting/{meeting.pk}/change/"

    assert "We spoke of much." not in staff.get(address).text
    CommitteeMeeting.objects.update(minutes_published_at=timezone.now())
    assert "We spoke of much." in staff.get(address).text


def test_a_report_is_the_committees_own_until_it_is_published(staff):
    create_rows()
    report = YearlyReport.objects.get()
    address = f"/admin/wellbeing/yearlyreport/{report.pk}/change/"

    assert "Much." not in staff.get(address).text
    YearlyReport.objects.update(state="published", published_at=timezone.now())
    assert "Much." in staff.get(address).text
