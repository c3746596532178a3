import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from districts.tests.factories import create_district, create_user
from initiative.models import CaseStudy, Practice, PracticeUse
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from lmi_portal.tests.staff_pages import messages_of, page_of, typed

from .case_studies import BOTH, answer, create_case_study, create_in_review, create_practice, create_published
from .test_case_study_pages import text_of

pytestmark = pytest.mark.django_db
LIST = reverse("admin:initiative_casestudy_changelist")
ADD = reverse("admin:initiative_casestudy_add")
LABOR, MANAGEMENT = BOTH


def approved():
    case_study, people, _staff = create_in_review()
    for side, user in people.items():
        answer(case_study, side, user)
    return CaseStudy.objects.get(pk=case_study.pk)


def edit(client, case_study, **changes):
    page = page_of(case_study)
    return client.post(page, typed(client, page) | changes)


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_is_constant(client, staff, django_assert_num_queries, count):
    for _n in range(count):
        create_in_review()

    # session, user, count, case studies with districts, answers
    with django_assert_num_queries(5):
        response = client.get(LIST)

    assert text_of(response).count("Labor: waiting; Management: waiting") == count


def test_staff_write_a_case_study_with_all_that_belongs_to_it(client, staff):
    district, practice = create_district(), create_practice()
    sent = typed(client, ADD) | {
        "district": district.pk,
        "title": "Valley: one table",
        "slug": "valley",
        "summary": "Together.",
        **dict.fromkeys(("led_to", "in_practice", "impact", "lessons"), "Told."),
        "interviewed": "principals\r\n\r\n union leaders ",
        "key_facts-TOTAL_FORMS": 1,
        "key_facts-0-position": 1,
        "key_facts-0-label": "Students",
        "key_facts-0-value": "900",
        "timeline-TOTAL_FORMS": 1,
        "timeline-0-year": 2019,
        "timeline-0-what": "The first accord.",
        "practice_uses-TOTAL_FORMS": 1,
        "practice_uses-0-practice": practice.pk,
        "practice_uses-0-source": "its website",
    }

    response = client.post(ADD, sent)

    assert response.status_code == 302
    case_study = CaseStudy.objects.get()
    assert (case_study.state, case_study.interviewed) == ("draft", ["principals", "union leaders"])
    assert (case_study.key_facts.count(), case_study.timeline.count()) == (1, 1)
    use = PracticeUse.objects.get()
    assert (use.practice, use.district, use.case_study) == (practice, district, case_study)
    assert Entry.objects.get(deed="add_casestudy").done_by == staff


def test_the_form_says_what_a_good_answer_holds(client, staff):
    page = text_of(client.get(ADD))

    assert "The years before: what was at stake" in page
    assert "Figures with their source; where there are none, say so." in page


def test_a_district_has_one_standing_case_study(client, staff):
    standing = create_published()
    sent = typed(client, ADD) | {"district": standing.district.pk, "title": "Another", "slug": "another"}
    sent |= dict.fromkeys(("summary", "led_to", "in_practice", "impact", "lessons"), "Told.")

    page = text_of(client.post(ADD, sent))

    assert "This district has another case study: change or withdraw that one." in page


def test_another_page_s_address_is_refused(client, staff):
    page = text_of(edit(client, create_case_study(), slug="compare"))

    assert "This address is another page’s: choose another." in page


def test_saving_a_draft_without_a_change_changes_nothing(client, staff):
    case_study = create_case_study()

    assert edit(client, case_study).status_code == 302

    assert not Entry.objects.filter(deed="edit_casestudy").exists()


def test_editing_what_is_in_review_makes_a_new_text(client, staff):
    case_study, people, _sender = create_in_review()
    answer(case_study, LABOR, people[LABOR])

    edit(client, case_study, impact="More trust.")

    case_study.refresh_from_db()
    assert (case_study.revision, case_study.state, case_study.answers()) == (2, "in_review", {})
    assert Entry.objects.get(deed="edit_casestudy").changes == {"impact": ["Fewer grievances.", "More trust."]}
    assert Email.objects.get(template__endswith="_changed").to == people[LABOR].email


def test_a_changed_fact_is_a_new_text_too(client, staff):
    case_study, _people, _sender = create_in_review()

    edit(client, case_study, **{"key_facts-0-value": "about 950"})

    case_study.refresh_from_db()
    assert case_study.revision == 2


def test_saving_without_a_change_keeps_the_answers(client, staff):
    case_study, people, _sender = create_in_review()
    answer(case_study, LABOR, people[LABOR])

    edit(client, case_study)

    case_study.refresh_from_db()
    assert (case_study.revision, list(case_study.answers())) == (1, [LABOR])


def test_what_both_sides_approved_is_not_edited_while_it_is_published(client, staff):
    case_study = approved()
    page = page_of(case_study)

    shown = text_of(client.get(page))
    response = client.post(page, {"impact": "Never read by the district."})

    assert response.status_code == 403
    assert 'name="impact"' not in shown
    assert f'href="{page_of(case_study, "withdraw")}"' in shown
    case_study.refresh_from_db()
    assert case_study.impact == "Fewer grievances."


def test_what_is_told_from_a_report_is_corrected_in_place(client, staff):
    case_study = create_published()

    edit(client, case_study, impact="Fewer grievances, by a third.")

    case_study.refresh_from_db()
    assert (case_study.state, case_study.revision) == ("published", 2)


def test_the_ground_of_what_is_published_stays(client, staff):
    case_study = create_published()

    page = text_of(edit(client, case_study, already_public=""))

    assert "It is published on this ground: withdraw it first." in page


def test_a_practice_stands_once_for_a_district(client, staff):
    case_study = create_case_study()
    use, other = case_study.practice_uses.get(), create_practice()
    PracticeUse.objects.create(practice=other, district=case_study.district, source="its website")
    more = {"practice_uses-TOTAL_FORMS": 2, "practice_uses-1-source": "its website"}

    twice = text_of(edit(client, case_study, **more, **{"practice_uses-1-practice": use.practice.pk}))
    on_file = text_of(edit(client, case_study, **more, **{"practice_uses-1-practice": other.pk}))

    assert "One practice stands here twice." in twice
    assert f"{other} is on file for this district already" in on_file


def confirm(client, case_study, step, **typed_in):
    return client.post(page_of(case_study, step), {"confirmed": "yes"} | typed_in, follow=True)


def test_staff_send_it_out_and_take_it_back(client, staff):
    case_study, _people, _sender = create_in_review()
    confirm(client, case_study, "withdraw", reason="A year was wrong.")
    case_study.refresh_from_db()
    assert case_study.state == "draft"

    asked = text_of(client.get(page_of(case_study, "send_for_approval")))
    response = confirm(client, case_study, "send_for_approval")

    case_study.refresh_from_db()
    assert "2 members of the district get an e-mail." in asked
    assert messages_of(response) == ["Both sides of the district are asked."]
    assert (case_study.state, case_study.sent_by) == ("in_review", staff)


def test_sending_again_says_that_answers_count_no_more(client, staff):
    case_study, people, _sender = create_in_review()
    answer(case_study, LABOR, people[LABOR], "changes", note="The year.")

    assert "both sides are asked anew" in text_of(client.get(page_of(case_study, "send_for_approval")))


def test_a_page_that_asks_says_what_stands_in_the_way(client, staff):
    case_study = create_case_study()

    asked = text_of(client.get(page_of(case_study, "send_for_approval")))
    response = confirm(client, case_study, "send_for_approval")

    assert f"Nobody from Labor has a place at {case_study.district}’s table yet." in asked
    assert messages_of(response) == [f"Nobody from Labor has a place at {case_study.district}’s table yet."]


def test_staff_publish_what_is_public_already(client, staff):
    case_study = create_case_study(already_public="a report")

    asked = text_of(client.get(page_of(case_study, "publish")))
    confirm(client, case_study, "publish")

    assert "It is told from: a report" in asked
    assert CaseStudy.objects.get().state == "published"


def test_withdrawing_what_is_published_asks_why(client, staff):
    case_study = approved()

    asked = text_of(client.get(page_of(case_study, "withdraw")))
    confirm(client, case_study, "withdraw")
    kept = CaseStudy.objects.get().state
    confirm(client, case_study, "withdraw", reason="The figures were wrong.")

    assert "Its page is not found any more." in asked
    assert (kept, CaseStudy.objects.get().state) == ("published", "withdrawn")


@pytest.mark.parametrize("step", ["send_for_approval", "publish", "withdraw"])
def test_steps_are_for_those_who_may_change_case_studies(client, settings, step):
    settings.STAFF_MFA_REQUIRED = False
    viewer = create_user(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_casestudy"))
    client.force_login(viewer)
    case_study = create_published()

    response = client.post(page_of(case_study, step), {"confirmed": "yes", "reason": "Because."})

    assert response.status_code == 403
    assert CaseStudy.objects.get().state == "published"


def test_only_a_draft_that_nobody_was_asked_about_is_deleted(client, staff):
    draft, sent = create_case_study(), create_in_review()[0]

    responses = [client.post(page_of(each, "delete"), {"post": "yes"}).status_code for each in (draft, sent)]

    assert responses == [302, 403]
    assert list(CaseStudy.objects.all()) == [sent]
    assert Entry.objects.filter(deed="delete_casestudy").count() == 1


def test_history_of_answers_is_shown(client, staff):
    case_study, people, _sender = create_in_review()
    answer(case_study, LABOR, people[LABOR], "changes", note="The year is wrong.")
    edit(client, case_study, impact="More trust.")

    assert "The year is wrong." in text_of(client.get(page_of(case_study)))


def test_what_a_case_study_tells_of_a_practice_is_edited_on_its_page_alone(client, staff):
    use = approved().practice_uses.get()
    page = reverse("admin:initiative_practice_change", args=[use.practice.pk])
    sent = typed(client, page)

    again = {"uses-TOTAL_FORMS": 1, "uses-0-district": use.district.pk, "uses-0-source": "Its page"}
    refused = text_of(client.post(page, sent | again))

    assert sent["uses-TOTAL_FORMS"] == 0
    assert "One district is on file with this practice twice." in refused


def test_a_practice_that_a_published_text_names_is_never_deleted(client, staff):
    use = create_published().practice_uses.get()
    unused = create_practice()

    for practice in (use.practice, unused):
        client.post(page_of(practice, "delete"), {"post": "yes"})
    bulk = {"action": "delete_selected", "_selected_action": [use.practice_id], "post": "yes"}
    client.post(reverse("admin:initiative_practice_changelist"), bulk)

    assert list(PracticeUse.objects.all()) == [use]
    assert list(Practice.objects.all()) == [use.practice]
