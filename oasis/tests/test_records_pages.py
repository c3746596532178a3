import csv
from datetime import timedelta

import pytest
from django.utils import timezone

from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.outbox.models import Email
from oasis import log_reading, tasks
from oasis.access_log import Action, log_disclosure
from oasis.adding_students import index_student
from oasis.anchoring import tell_of_breaks
from oasis.holding import place_hold
from oasis.models import AccessEntry, DestructionCertificate, Hold, Role

from .factories import create_assignment, create_referral, create_site, create_student, sign_in, today
from .test_chaining import see

pytestmark = pytest.mark.django_db
FILES = ["/oasis/records/log.csv", "/oasis/records/disclosures.csv"]
LOG_PAGES = ["/oasis/records/", "/oasis/records/log/", "/oasis/records/disclosures/", "/oasis/records/retention/"]


@pytest.fixture
def site():
    return create_site()


@pytest.fixture
def official(client, site):
    return sign_in(client, create_assignment(role=Role.RECORDS_OFFICIAL, district=site.school.district))


def told(response):
    return [each.row.pk for each in response.context["rows"]]


def body(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


@pytest.mark.parametrize("role", Role)
def test_the_logs_are_for_records_officials_and_auditors_alone(client, site, role):
    here = {"site": site} if role not in {"records_official", "auditor", "program_administrator"} else {}
    sign_in(client, create_assignment(role=role, district=site.school.district, **here))

    responses = [client.get(address) for address in [*LOG_PAGES, *FILES]]

    assert {each.status_code for each in responses} == {200 if role in {"records_official", "auditor"} else 404}
    assert {each.headers["Cache-Control"] for each in responses} == {"no-store, private"}
    assert all(map(body, responses))


def test_staff_of_lmi_never_see_them(client):
    sign_in_staff(client, create_staff())

    assert {client.get(address).status_code for address in [*LOG_PAGES, *FILES]} == {404}


def test_another_district_sees_nothing_of_it(client, site):
    see(create_assignment(site=site), create_student(site=site))
    sign_in(client, create_assignment(role=Role.AUDITOR))

    assert told(client.get("/oasis/records/log/")) == []
    assert client.get("/oasis/records/log/?student=1").status_code == 200


def test_who_only_audits_another_district_is_shown_no_student_of_it(client, official):
    elsewhere = create_site()
    create_assignment(role=Role.AUDITOR, user=official.user, district=elsewhere.school.district)
    student = create_student(site=elsewhere, family_name="Quiñones")
    index_student(student)
    place_hold(
        district=student.district, student=student, reason="A court asks", placed_by=official.user, now=timezone.now()
    )

    page = client.post("/oasis/records/", {"words": "Quiñones"})

    assert (page.context["found"], page.context["holds"]) == ([], [])
    assert "Quiñones" not in page.text.replace('value="Quiñones"', "")
    assert AccessEntry.objects.count() == 0


def test_the_official_reads_names_and_the_auditor_numbers(client, site, official):
    student = create_student(site=site)
    see(create_assignment(site=site), student)

    to_official = client.get("/oasis/records/log/").content.decode()
    sign_in(client, create_assignment(role=Role.AUDITOR, district=site.school.district))
    to_auditor = client.get("/oasis/records/log/").content.decode()

    assert "Ana Núñez" in to_official
    assert ("· given name<" in to_official, "given_name<" in to_official) == (True, False)
    assert "Núñez" not in to_auditor
    assert f"?student={student.pk}" in to_auditor


def test_reading_the_log_is_logged(client, site, official):
    student = create_student(site=site)
    see(create_assignment(site=site), student)

    client.get("/oasis/records/log/")

    entry = AccessEntry.objects.order_by("number").last()
    assert (entry.page, entry.action, entry.students, entry.purpose) == (
        "oasis:access_log",
        "list",
        [student.pk],
        "oversight",
    )


def test_filters_narrow_it_down(client, site, official):
    one, other = create_assignment(site=site), create_assignment(site=site)
    ana, beto = create_student(site=site), create_student(site=site)
    see(one, ana, beto)
    see(other, beto, action=Action.PRINT, page="oasis:referral")
    first, second = AccessEntry.objects.order_by("number").values_list("pk", flat=True)

    def asked(**filters):
        return [pk for pk in told(client.get("/oasis/records/log/", filters)) if pk in {first, second}]

    assert asked() == [second, first]
    assert asked(student=ana.pk) == [first]
    assert asked(person=other.user.pk) == [second]
    assert asked(action="print") == [second]
    assert asked(page="oasis:referral") == [second]
    assert asked(since=today()) == [second, first]
    assert asked(until=today() - timedelta(days=1)) == []
    assert asked(student="nonsense") == [second, first]


def test_of_one_students_log_the_others_are_not_named(client, site, official):
    ana, beto = create_student(site=site), create_student(site=site, given_name="Beto")
    see(create_assignment(site=site), ana, beto)

    page = client.get("/oasis/records/log/", {"student": ana.pk}).content.decode()

    assert "Beto" not in page
    assert "and 1 more" in page
    assert AccessEntry.objects.order_by("number").last().students == [ana.pk]


def test_pages_follow_one_another(client, site, official, monkeypatch):
    monkeypatch.setattr(log_reading, "ROWS_ON_A_PAGE", 2)
    assignment, student = create_assignment(site=site), create_student(site=site)
    for _each in range(5):
        see(assignment, student)
    newest_first = list(AccessEntry.objects.order_by("-number").values_list("pk", flat=True))

    seen, mark = [], ""
    for _each in range(3):
        response = client.get("/oasis/records/log/", {"action": "view", "after": mark})
        seen += told(response)
        mark = response.context["mark"]

    assert (seen, mark) == (newest_first, "")
    for mark in ("nonsense_1", "0001-01-01T00:00:00+14:00_1", "2026-01-01_1"):
        assert client.get("/oasis/records/log/", {"after": mark}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_the_log_costs_the_same_queries(client, site, official, count, django_assert_num_queries):
    assignment = create_assignment(site=site)
    for _each in range(count):
        see(assignment, create_student(site=site))
    client.get("/oasis/records/log/")
    AccessEntry.objects.count()

    # Session, user, factor, assignments; entries, names, people; the log's own entry with its transaction; session.
    with django_assert_num_queries(16):
        client.get("/oasis/records/log/?action=view")


def test_the_file_has_every_entry_and_is_logged(client, site, official):
    ana, beto = create_student(site=site), create_student(site=site)
    see(create_assignment(site=site), ana, beto)

    lines = list(csv.reader(body(client.get("/oasis/records/log.csv")).splitlines()))

    # The newest is this export itself.
    assert lines[2][5:7] == ["view", "oasis:student"]
    assert lines[2][9] == f"{ana.pk} {beto.pk}"
    assert "Núñez" not in str(lines)
    entry = AccessEntry.objects.order_by("number").last()
    assert (entry.action, entry.students) == ("export", [ana.pk, beto.pk])


def test_disclosures_are_listed_and_saved(client, site, official):
    referral = create_referral(logged_by=create_assignment(site=site))
    log_disclosure(
        referral=referral,
        recipient="Helping Hand",
        records=["name"],
        purpose="To get help",
        by_label="person@example.org",
        now=timezone.now(),
    )

    page = client.get("/oasis/records/disclosures/").content.decode()
    lines = list(csv.reader(body(client.get("/oasis/records/disclosures.csv")).splitlines()))

    assert "Helping Hand" in page
    assert lines[1][3:7] == ["Helping Hand", "name", "To get help", str(referral.student_id)]
    actions = AccessEntry.objects.order_by("number").values_list("action", flat=True)
    assert list(actions) == ["list", "export"]


def test_the_official_finds_a_student_and_all_that_is_on_record(client, site, official):
    student = create_student(site=site)
    index_student(student)

    page = client.post("/oasis/records/", {"words": "nunez"}).content.decode()
    desk = client.get(f"/oasis/records/students/{student.pk}/").content.decode()

    assert f"/oasis/records/students/{student.pk}/" in page
    assert "Record a subpoena or court order" in desk
    assert [entry.students for entry in AccessEntry.objects.all()] == [[student.pk]] * 2


def test_a_hold_is_placed_and_lifted(client, site, official):
    student = create_student(site=site)

    client.post(f"/oasis/records/students/{student.pk}/hold/", {"reason": "Audit of 2026–27"})
    client.post("/oasis/records/hold-district/", {"reason": "Case 17"})
    holds = {hold.student_id: hold for hold in Hold.objects.standing()}
    assert "Audit of 2026–27" in client.get("/oasis/records/").content.decode()
    assert client.get(f"/oasis/records/holds/{holds[None].pk}/lift/").status_code == 200
    client.post(f"/oasis/records/holds/{holds[student.pk].pk}/lift/")

    assert list(Hold.objects.standing()) == [holds[None]]
    assert client.post(f"/oasis/records/holds/{holds[student.pk].pk}/lift/").status_code == 404


def test_another_districts_hold_is_not_lifted(client, official):
    student = create_student()
    hold = place_hold(
        district=student.district, student=student, reason="x", placed_by=official.user, now=timezone.now()
    )

    assert client.post(f"/oasis/records/holds/{hold.pk}/lift/").status_code == 404


def test_the_page_says_when_the_logs_were_verified(client, site, official):
    see(create_assignment(site=site), create_student(site=site))

    before = client.get("/oasis/records/").content.decode()
    tell_of_breaks(now=timezone.now())
    after = client.get("/oasis/records/").content.decode()

    assert "Not verified yet" in before
    assert "Not verified yet" not in after
    assert '<span class="chip is-active">Holds</span>' in after


@pytest.mark.parametrize("rule", ["notes", "access log"])
def test_a_certificate_is_printed(client, site, official, rule):
    row = DestructionCertificate.objects.create(
        district=site.school.district, rule=rule, destroyed_at=timezone.now(), counts={"notes": 3}, digest="0" * 64
    )

    assert f"Certificate {row.pk} (PDF)" in client.get("/oasis/records/retention/").content.decode()
    assert client.get(f"/oasis/records/certificates/{row.pk}.pdf").content.startswith(b"%PDF-")


def test_every_form_is_shown_before_it_is_filled_in(client, site, official):
    student = create_student(site=site)
    forms = ["corrections/add/", "legal-requests/add/", "hold/"]

    pages = [client.get(f"/oasis/records/students/{student.pk}/{form}") for form in forms]
    pages.append(client.get("/oasis/records/hold-district/"))

    assert [page.status_code for page in pages] == [200] * 4
    assert [entry.students for entry in AccessEntry.objects.all()] == [[student.pk]] * 3


def test_a_day_to_come_is_no_day_of_receipt(client, site, official):
    student, tomorrow = create_student(site=site), today() + timedelta(days=1)

    page = client.post(
        f"/oasis/records/students/{student.pk}/corrections/add/",
        {"asked_by": "Rosa Núñez", "what": "x", "received_on": tomorrow},
    ).content.decode()

    assert "That day is still to come." in page


@pytest.mark.parametrize(
    "task", [tasks.verify_logs, tasks.mail_anchors, tasks.destroy_due_records, tasks.remind_of_requests]
)
def test_the_nights_work_runs(client, site, official, task):
    see(create_assignment(site=site), create_student(site=site))

    task()

    assert set(Email.objects.values_list("to", flat=True)) <= {official.user.email}
