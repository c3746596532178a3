from datetime import timedelta

import pytest
from django.utils import timezone

from oasis.adding_students import index_student
from oasis.engagement import families_by_kind
from oasis.models import AccessEntry, FamilyActivity, Participation, Role
from oasis.taking_part import CannotTakePart, add_activity, match_sign_in, record_participation, sign_in_family

from .factories import create_assignment, create_household, create_student, sign_in, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def liaison():
    return create_assignment(role=Role.PARENT_LIAISON)


def create_activity(liaison, *, starts_in=timedelta(0), **fields):
    now = timezone.now()
    defaults = {"kind": "workshop", "title": "Reading at home", "site": liaison.site}
    defaults |= {"starts_at": now + starts_in, "ends_at": now + starts_in + timedelta(hours=2)}
    return add_activity(added_by=liaison.user, now=now, **defaults | fields)


def family_of(liaison, **fields):
    student = create_student(site=liaison.site, household=create_household(liaison.site.school.district, **fields))
    index_student(student)
    return student


def welcome(activity, **query):
    extra = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/oasis/welcome/{activity.sign_in_token}/" + (f"?{extra}" if extra else "")


def test_a_family_signs_in_at_the_door_in_spanish(client, liaison):
    activity = create_activity(liaison)

    page = client.get(welcome(activity, language="es"))
    response = client.post(welcome(activity, language="es"), {"name": "Rosa Núñez"}, follow=True)

    assert "¡Bienvenidos!" in page.content.decode()
    assert "¡Gracias por venir!" in response.content.decode()
    signed = Participation.objects.get()
    assert (signed.signed_in_as, signed.language, signed.household) == ("Rosa Núñez", "es", None)


def test_looking_at_the_page_signs_nobody_in_and_tells_of_nobody(client, liaison):
    activity = create_activity(liaison)
    sign_in_family(activity=activity, name="Denise Whitaker", language="en", now=timezone.now())

    response = client.get(welcome(activity))

    assert Participation.objects.count() == 1
    assert "Whitaker" not in response.content.decode()
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_name_on_file_and_one_that_is_not_get_the_same_answer(client, liaison):
    activity = create_activity(liaison)
    family_of(liaison)

    answers = [client.post(welcome(activity), {"name": name}) for name in ("Ana Núñez", "Nobody Here")]

    assert len({(answer.status_code, answer.url, answer.content) for answer in answers}) == 1


@pytest.mark.parametrize("starts_in", [timedelta(hours=1), timedelta(days=-1)], ids=["too early", "the day after"])
def test_the_code_works_around_the_activity_alone(client, liaison, starts_in):
    activity = create_activity(liaison, starts_in=starts_in)

    assert client.get(welcome(activity)).status_code == 410
    assert client.post(welcome(activity), {"name": "Rosa"}).status_code == 410
    assert Participation.objects.count() == 0


def test_a_made_up_code_is_not_found(client):
    assert client.get("/oasis/welcome/nonsense/").status_code == 404


def test_the_door_is_rate_limited(client, liaison, monkeypatch):
    monkeypatch.setattr("oasis.views.welcome.AT_ONE_ADDRESS", 2)
    activity = create_activity(liaison)

    assert [client.get(welcome(activity)).status_code for _each in range(3)] == [200, 200, 429]


def test_staff_match_a_sign_in_and_what_was_typed_goes(client, liaison):
    activity, student = create_activity(liaison), family_of(liaison)
    signed = sign_in_family(activity=activity, name="Mrs. Nunez", language="es", now=timezone.now())
    sign_in(client, liaison)
    page = f"/oasis/families/{activity.pk}/"

    found = client.post(f"{page}?sign_in={signed.pk}", {"words": "nunez"})
    client.post(f"{page}record/", {"household": student.household_id, "sign_in": signed.pk})

    assert [each.pk for each in found.context["found"]] == [student.pk]
    signed.refresh_from_db()
    assert (signed.household_id, signed.signed_in_as) == (student.household_id, "")
    assert [entry.students for entry in AccessEntry.objects.filter(page="oasis:family_activity")] == [[student.pk]]


def test_a_family_that_came_twice_counts_once(liaison):
    activity, student = create_activity(liaison), family_of(liaison)
    now = timezone.now()
    first, second = (sign_in_family(activity=activity, name="Rosa", language="es", now=now) for _each in range(2))

    for each in (first, second):
        match_sign_in(participation=each, household=student.household, matched_by=liaison.user, now=now)

    assert Participation.objects.count() == 1
    with pytest.raises(CannotTakePart):
        record_participation(activity=activity, household=student.household, recorded_by=liaison.user, now=now)


def test_families_are_counted_once_for_each_kind(liaison):
    student = family_of(liaison)
    for kind in ("workshop", "workshop", "volunteering"):
        activity = create_activity(liaison, kind=kind)
        record_participation(
            activity=activity, household=student.household, recorded_by=liaison.user, now=timezone.now(), hours=2
        )

    counted = {kind: rest for kind, *rest in families_by_kind(FamilyActivity.objects.all(), on=today())}

    assert (counted["Workshop"], counted["Volunteer hours"], counted["Event"]) == ([1, 2, 4], [1, 1, 2], [0, 0, None])


def test_families_and_activities_of_other_schools_are_not_found(client, liaison):
    other = create_assignment(role=Role.PARENT_LIAISON)
    theirs, activity = create_activity(other), create_activity(liaison)
    stranger = family_of(other)
    sign_in(client, liaison)

    assert client.get(f"/oasis/families/{theirs.pk}/").status_code == 404
    assert client.get(f"/oasis/families/{theirs.pk}/code.svg").status_code == 404
    answer = client.post(f"/oasis/families/{activity.pk}/record/", {"household": stranger.household_id})
    assert answer.status_code == 404


def test_an_activity_is_added_with_its_code(client, liaison):
    sign_in(client, liaison)
    data = {"site": liaison.site_id, "kind": "event", "title": "Open house", "led_by": liaison.pk}
    data |= {"starts_at": "2026-12-01T17:00", "ends_at": "2026-12-01T19:00"}

    response = client.post("/oasis/families/add/", data)

    activity = FamilyActivity.objects.get()
    assert response.url == f"/oasis/families/{activity.pk}/"
    code = client.get(f"/oasis/families/{activity.pk}/code.svg")
    assert (code.headers["Content-Type"], b"<svg" in code.content) == ("image/svg+xml", True)


@pytest.mark.parametrize("fields", [{"ends_at": "2026-12-03T19:00"}, {"title": "for the undocumented"}])
def test_an_activity_that_is_not_plausible_or_tells_too_much_is_not_added(client, liaison, fields):
    sign_in(client, liaison)
    data = {"site": liaison.site_id, "kind": "event", "title": "Open house"}
    data |= {"starts_at": "2026-12-01T17:00", "ends_at": "2026-12-01T19:00"}

    client.post("/oasis/families/add/", data | fields)

    assert FamilyActivity.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_many_activities(client, liaison, number, django_assert_num_queries):
    for _each in range(number):
        create_activity(liaison)
    sign_in(client, liaison)
    client.get("/oasis/families/")

    with django_assert_num_queries(10):
        client.get("/oasis/families/")


@pytest.mark.parametrize("number", ["²", "٣" * 30, "-1", "x", ""])
def test_what_is_no_number_is_no_family(client, liaison, number):
    activity = create_activity(liaison)
    sign_in(client, liaison)

    assert client.post(f"/oasis/families/{activity.pk}/record/", {"household": number}).status_code == 404
    assert client.get(f"/oasis/families/{activity.pk}/", {"sign_in": number}).context["sign_in"] == ""
