from datetime import timedelta

import pytest
from django.contrib import admin

from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, create_user, sign_in_staff
from lmi_portal.audit.models import Entry
from lmi_portal.encryption import EncryptedTextField
from oasis.models import Assignment, Position, Site, Student, TrainingCompletion

from .factories import create_assignment, create_school, create_site, create_union, today

pytestmark = pytest.mark.django_db

ADD = "/admin/oasis/assignment/add/"


@pytest.fixture
def staff(client):
    ensure_groups()
    user = create_staff(is_superuser=False, groups=["directory"])
    sign_in_staff(client, user)
    return user


def tells_of_students(model):
    fields = model._meta.get_fields()
    is_ours = model._meta.app_label == "oasis"
    return (is_ours and any(isinstance(field, EncryptedTextField) for field in fields)) or any(
        field.many_to_one and field.related_model is Student for field in fields
    )


def test_no_row_that_tells_of_a_student_is_in_the_admin():
    assert [model for model in admin.site._registry if tells_of_students(model)] == []


def test_control_a_student_and_what_hangs_on_one_would_be_told():
    assert [tells_of_students(model) for model in (Student, *[Student.referrals.rel.related_model])] == [True, True]


def test_directory_staff_keep_places_people_and_training_and_others_do_not(client, staff):
    rows = ["site", "position", "dayoff", "assignment", "trainingmodule", "trainingcompletion"]
    assert [client.get(f"/admin/oasis/{row}/").status_code for row in rows] == [200] * 6

    sign_in_staff(client, create_staff(is_superuser=False, groups=["finance"]))
    assert [client.get(f"/admin/oasis/{row}/").status_code for row in rows] == [403] * 6


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        (
            {"site": ""},
            "site",
            "Choose the site: only program administrators, records officials and auditors have none.",
        ),
        (
            {"role": "auditor"},
            "site",
            "Who has this role works for the whole district: leave the site empty.",
        ),
        (
            {"basis": "contractor"},
            "agreement_number",
            "A contractor sees records under an agreement: give its number.",
        ),
        (
            {"basis": "consent"},
            "employer",
            "Who sees records by consent alone has an employer that the consent names.",
        ),
        (
            {"role": "counselor"},
            "credential",
            "Give the number of the pupil personnel services credential (Education Code § 49602).",
        ),
    ],
    ids=["no site", "a site too many", "no agreement", "no employer", "no credential"],
)
def test_an_assignment_says_what_it_lacks(client, staff, changed, field, sentence):
    response = client.post(ADD, assignment_of(create_site()) | changed)

    assert response.context["adminform"].form.errors == {field: [sentence]}


def assignment_of(site, **fields):
    told = {"user": create_user().pk, "role": "referrer", "district": site.school.district_id, "site": site.pk}
    return told | {"basis": "employee", "starts_on": today().isoformat()} | fields


@pytest.mark.parametrize("role", ["records_official", "auditor"])
def test_nobody_keeps_or_audits_records_by_consent_alone(client, staff, role):
    told = assignment_of(create_site(), role=role, basis="consent", employer=create_union().pk) | {"site": ""}

    response = client.post(ADD, told)

    sentence = "Nobody keeps or audits the records by consent alone: the logs are closed to unions."
    assert response.context["adminform"].form.errors == {"basis": [sentence]}


def test_nobody_of_our_own_staff_is_given_an_assignment(client, staff):
    response = client.post(ADD, assignment_of(create_site(), user=staff.pk))

    sentence = "LMI’s own staff see no records of students: choose somebody of the district."
    assert response.context["adminform"].form.errors == {"user": [sentence]}


def test_an_assignment_of_another_district_is_refused(client, staff):
    other = create_school().district

    response = client.post(ADD, assignment_of(create_site(), district=other.pk))

    assert response.context["adminform"].form.errors == {"district": ["The site’s school belongs to another district."]}


def test_assignments_and_training_are_entered_and_recorded(client, staff):
    site, union = create_site(), create_union()
    client.post(ADD, assignment_of(site, basis="consent", employer=union.pk))
    assignment = Assignment.objects.get()

    module = create_assignment().user.oasis_training.get().module
    sent = {"user": assignment.user_id, "module": module.pk, "completed_on": today().isoformat()}
    client.post("/admin/oasis/trainingcompletion/add/", sent)

    assert TrainingCompletion.objects.get(user=assignment.user).recorded_by == staff
    assert Entry.objects.filter(deed__in=["add_assignment", "add_trainingcompletion"], done_by=staff).count() == 2


def test_a_site_is_entered_with_its_positions(client, staff):
    school = create_school()
    sent = {
        "school": school.pk,
        "year": 2026,
        "positions-TOTAL_FORMS": 1,
        "positions-INITIAL_FORMS": 0,
        "positions-0-title": "Parent liaison",
        "positions-0-funding": "title_i",
        "positions-0-full_time_equivalent": "0.5",
        "positions-0-yearly_cost": "20000.00",
    }

    client.post("/admin/oasis/site/add/", sent)

    assert [str(position) for position in Site.objects.get().positions.all()] == [f"Parent liaison, {school} 2026–27"]


def test_lists_show_rows_and_filter_by_who_works_today(client, staff):
    running, ended = create_assignment(), create_assignment(ends_on=today() - timedelta(days=1))

    seen = {
        choice: [each.pk for each in client.get(f"/admin/oasis/assignment/?today={choice}").context["cl"].result_list]
        for choice in ("yes", "no", "else")
    }

    assert seen == {"yes": [running.pk], "no": [ended.pk], "else": [running.pk, ended.pk]}
    assert running.district.name in client.get("/admin/oasis/site/").text


def test_a_position_of_another_site_is_refused(client, staff):
    position = Position.objects.create(site=create_site(), title="Aide", funding="title_i")

    response = client.post(ADD, assignment_of(create_site(), position=position.pk))

    assert response.context["adminform"].form.errors == {"position": ["This position is at another site."]}
