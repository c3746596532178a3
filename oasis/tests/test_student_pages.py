import pytest

from oasis.adding_students import as_seen, index_student
from oasis.models import AccessEntry, Consent, Role, Student

from .factories import (
    create_assignment,
    create_consent,
    create_referral,
    create_school,
    create_site,
    create_student,
    create_union_assignment,
    sign_in,
    today,
)

pytestmark = pytest.mark.django_db

FIND, ADD = "/oasis/students/", "/oasis/students/add/"


@pytest.fixture
def by(client):
    return sign_in(client, create_assignment())


def filed(site, **fields):
    student = create_student(site=site, **fields)
    index_student(student)
    return student


def typed(**fields):
    told = {"given_name": "Zoë", "family_name": "Ortega", "born_on": f"{today().year - 12}-03-04", "language": "es"}
    return told | {"guardian-name": "", "guardian-relation": "parent", "guardian-language": "es"} | fields


def address_of(student, page=""):
    return f"/oasis/students/{student.pk}/{page}"


def newest_entry():
    entry = AccessEntry.objects.order_by("-pk").first()
    return entry.action, entry.page, entry.students, entry.fields


def test_a_search_shows_who_is_found_and_is_logged(client, by):
    student = filed(by.site, given_name="Zoë", family_name="Ortega")

    page = client.post(FIND, {"words": "ortega zoe"})

    assert "Ortega, Zoë" in page.text
    assert newest_entry() == (
        "search",
        "oasis:students",
        [student.pk],
        ["born_on", "family_name", "given_name", "grade", "school"],
    )


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_takes_as_many_queries_for_3_as_for_1(client, by, count, django_assert_num_queries):
    for number in range(count):
        filed(by.site, family_name="Ortega", given_name=f"Zoë {number}")
    client.post(FIND, {"words": "nobody"})

    with django_assert_num_queries(19):
        client.post(FIND, {"words": "ortega"})


def test_only_the_students_of_the_page_are_shown_and_logged(client, by, monkeypatch):
    monkeypatch.setattr("oasis.views.students.SHOWN_AT_MOST", 2)
    for number in range(3):
        filed(by.site, family_name="Ortega", given_name=f"Zoë {number}")

    page = client.post(FIND, {"words": "ortega"})

    assert page.text.count("<h3>") == len(newest_entry()[2]) == 2
    assert "There are more." in page.text


def test_no_address_and_no_title_holds_a_name(client, by):
    student = filed(by.site, given_name="Zoë", family_name="Ortega")

    pages = [client.post(FIND, {"words": "ortega"}), *(client.get(address_of(student, part)) for part in PARTS)]

    titles = [page.text.partition("<title>")[2].partition("</title>")[0] for page in pages]
    assert [title for title in titles if "Ortega" in title or "Zo" in title] == []


PARTS = ["", "edit/", "household/", "household/edit/", "guardians/add/"]


def test_a_student_is_added_with_a_parent(client, by):
    response = client.post(ADD, typed(**{"school": by.site.school_id, "guardian-name": "Eva Ortega"}))

    student = Student.objects.get()
    assert response.url == address_of(student)
    assert (student.full_name(), student.school, student.created_by) == ("Zoë Ortega", by.site.school, by.user)
    assert [str(guardian.name) for guardian in student.household.guardians.all()] == ["Eva Ortega"]


def test_what_may_not_be_kept_is_refused_with_everything_typed_still_there(client, by):
    page = client.post(ADD, typed(school=by.site.school_id, number="123-45-6789"))

    assert "The district’s own student number is enough." in page.text
    assert 'value="Ortega"' in page.text
    assert Student.objects.count() == 0


def test_a_twin_on_file_is_shown_and_a_namesake_is_added_once_said(client, by):
    client.post(ADD, typed(school=by.site.school_id))
    twin = Student.objects.get()

    page = client.post(ADD, typed(school=by.site.school_id))
    assert f'href="{address_of(twin)}"' in page.text
    client.post(ADD, typed(school=by.site.school_id, is_another="on"))

    assert Student.objects.count() == 2


def test_a_twin_beyond_reach_is_not_shown_but_the_asking_is_logged(client, by):
    other = create_site(create_school(by.district))
    twin = filed(other, given_name="Zoë", family_name="Ortega", born_on=today().replace(year=today().year - 12))

    page = client.post(ADD, typed(school=by.site.school_id, born_on=twin.born_on.isoformat()))

    assert "You may not see that record" in page.text
    assert (other.school.name in page.text, address_of(twin) in page.text) == (False, False)
    assert newest_entry()[:3] == ("search", "oasis:student_add", [twin.pk])


def test_a_brother_or_sister_joins_the_household(client, by):
    sister = filed(by.site)

    client.post(f"{ADD}?with={sister.pk}", typed(school=by.site.school_id))

    assert Student.objects.exclude(pk=sister.pk).get().household == sister.household


def test_nobody_joins_a_household_beyond_reach(client, by):
    stranger = filed(create_site(create_school(by.district)))

    assert client.get(f"{ADD}?with={stranger.pk}").status_code == 404


def test_who_is_consent_only_is_told_who_adds_students(client):
    sign_in(client, create_union_assignment())

    assert "A district employee adds the student" in client.get(ADD).text
    client.post(ADD, typed())
    assert Student.objects.count() == 0


def test_the_page_of_a_student_shows_and_logs_what_it_shows(client, by):
    referral = create_referral(logged_by=by)
    create_consent(referral.student, provider=referral.service.provider)

    page = client.get(address_of(referral.student))

    assert [text in page.text for text in ("Ana Núñez", "Rosa Núñez", referral.number)] == [True] * 3
    who = "given_name family_name born_on number grade language school"
    assert newest_entry()[3] == sorted(f"{who} guardian_name relation phone email referrals consents".split())


@pytest.mark.parametrize(
    ("role", "is_seen"), [(Role.SITE_LEAD, False), (Role.COORDINATOR, False), (Role.COUNSELOR, True)]
)
def test_what_rests_on_the_students_own_consent_is_seen_by_the_counselor(client, role, is_seen):
    logged_by = create_assignment()
    referral = create_referral(logged_by=logged_by, is_confidential=True)
    create_consent(referral.student, relation=Consent.Relation.MINOR_STUDENT, provider=referral.service.provider)
    sign_in(client, create_assignment(role=role, site=logged_by.site))

    page = client.get(address_of(referral.student))

    assert (referral.number in page.text, "Student by minor consent" in page.text) == (is_seen, is_seen)
    assert (client.get(address_of(referral.student, "safe-contact/")).status_code == 200) is is_seen
    entry = AccessEntry.objects.filter(page="oasis:student").get()
    assert (entry.confidential_students == [referral.student_id]) is is_seen


def test_no_household_page_tells_of_it_to_anybody(client):
    by = sign_in(client, create_assignment(role=Role.COUNSELOR))
    student = filed(by.site, safe_contact="in room 12")
    referral = create_referral(logged_by=by, student=student, is_confidential=True)

    pages = [client.get(address_of(student, part)).text for part in ("household/", "household/edit/", "edit/")]

    assert [("room 12" in page, referral.number in page) for page in pages] == [(False, False)] * 3
    assert "room 12" in client.get(address_of(student, "safe-contact/")).text


def test_the_safe_contact_is_changed_without_the_trail_telling(client):
    by = sign_in(client, create_assignment(role=Role.COUNSELOR))
    student = filed(by.site)

    client.post(address_of(student, "safe-contact/"), {"safe_contact": "in room 12, third period"})

    assert Student.objects.get().safe_contact == "in room 12, third period"


def test_a_student_is_changed_and_a_stale_page_is_told(client, by):
    student = filed(by.site)
    values = typed(school=by.site.school_id, seen=as_seen(student), number=student.number)
    assert client.post(address_of(student, "edit/"), values).url == address_of(student)

    stale = client.post(address_of(student, "edit/"), values | {"given_name": "Zita"})

    assert "Somebody else changed this student meanwhile" in stale.text
    assert 'value="Zita"' in stale.text
    assert Student.objects.get().given_name == "Zoë"


def test_a_search_without_a_word_and_an_odd_birth_year_are_refused(client, by):
    assert "Type a name" in client.post(FIND, {"words": " "}).text

    page = client.post(ADD, typed(school=by.site.school_id, born_on="1951-03-04"))

    assert "That is not the date of birth of a student." in page.text


def test_who_has_the_whole_district_chooses_the_school(client, by):
    create_site(create_school(by.district))
    sign_in(client, create_assignment(role=Role.PROGRAM_ADMINISTRATOR, district=by.district))

    assert client.get(ADD).context["form"].fields["school"].queryset.count() == 2
