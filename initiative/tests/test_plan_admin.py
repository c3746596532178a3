from decimal import Decimal

import pytest
from django.urls import reverse

from initiative.models import Goal, Measure, Plan
from lmi_portal.audit.models import Entry
from lmi_portal.tests.staff_pages import messages_of, page_of, typed

from .committee_factories import add_measure, create_plan

pytestmark = pytest.mark.django_db


def parts_of(plan):
    goal = plan.goals.get()
    objective = goal.objectives.first()
    return goal, objective, objective.measures.first()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_at_any_size(client, staff, django_assert_num_queries, count):
    for _n in range(count):
        create_plan()

    # session, user, two counts, the page
    with django_assert_num_queries(5):
        client.get(reverse("admin:initiative_plan_changelist"))


def test_each_level_opens_the_next_and_leads_back(client, staff):
    plan = create_plan()
    add_measure(plan)
    rows = [plan, *parts_of(plan)]

    pages = [client.get(page_of(row)).content.decode() for row in rows]

    for row, below, page in zip(rows[:-1], rows[1:], pages[:-1], strict=True):
        assert page_of(below) in page, row
    for row, above, page in zip(rows[1:], rows[:-1], pages[1:], strict=True):
        assert page_of(above) in page, row


@pytest.mark.parametrize("level", ["goal", "objective", "measure"])
def test_saving_a_part_leads_back_to_its_whole_and_is_recorded(client, staff, level):
    plan = create_plan()
    add_measure(plan)
    row = dict(zip(["goal", "objective", "measure"], parts_of(plan), strict=True))[level]
    whole = {"goal": plan, "objective": plan.goals.get(), "measure": plan.goals.get().objectives.first()}[level]
    field = "name" if level == "measure" else "title"
    before = getattr(row, field)

    response = client.post(page_of(row), typed(client, page_of(row)) | {field: "Renamed", "_save": "Save"})

    assert response.url == page_of(whole)
    assert Entry.objects.get(deed=f"edit_{level}").changes == {field: [before, "Renamed"]}


def test_parts_are_added_on_the_page_of_their_whole(client, staff):
    plan = create_plan()
    sent = typed(client, page_of(plan)) | {
        "goals-TOTAL_FORMS": "2",
        "goals-1-position": "2",
        "goals-1-title": "Another goal",
        "goals-1-plan": plan.pk,
    }

    client.post(page_of(plan), sent)

    assert [goal.title for goal in Goal.objects.all()] == ["A goal", "Another goal"]
    assert Entry.objects.get(deed="edit_plan").changes == {"goals": ["", "Another goal"]}
    assert client.get(reverse("admin:initiative_goal_add")).status_code == 403


def test_values_need_their_source_and_are_not_below_zero(client, staff):
    measure = add_measure(create_plan())
    sent = typed(client, page_of(measure)) | {
        "values-TOTAL_FORMS": "1",
        "values-0-measured_on": "2026-05-01",
        "values-0-value": "-1",
        "values-0-source": "",
    }

    response = client.post(page_of(measure), sent)

    [formset] = [inline.formset for inline in response.context["inline_admin_formsets"]]
    assert formset.errors == [
        {
            "value": ["Ensure this value is greater than or equal to 0."],
            "source": ["This field is required."],
        }
    ]


def test_value_is_entered_with_its_source(client, staff):
    measure = add_measure(create_plan())
    sent = typed(client, page_of(measure)) | {
        "values-TOTAL_FORMS": "1",
        "values-0-measured_on": "2026-05-01",
        "values-0-value": "62.5",
        "values-0-source": "Survey",
        "values-0-measure": measure.pk,
    }

    client.post(page_of(measure), sent)

    assert [(one.value, one.source) for one in Measure.objects.get().values.all()] == [(Decimal("62.50"), "Survey")]


@pytest.mark.parametrize(
    ("is_published", "sentence"),
    [
        (True, "Everyone can read this plan now, at /strategic-plan/ours/."),
        (False, "Only LMI staff can read this plan now."),
    ],
)
def test_publishing_says_what_it_does(client, staff, is_published, sentence):
    plan = create_plan(slug="ours", is_published=not is_published)
    sent = typed(client, page_of(plan)) | {"is_published": "on"}
    if not is_published:
        del sent["is_published"]

    response = client.post(page_of(plan), sent, follow=True)

    assert Plan.objects.get().is_published is is_published
    assert sentence in messages_of(response)
    assert Entry.objects.get(deed="edit_plan").changes == {"is_published": [not is_published, is_published]}


def test_control_another_change_says_nothing_of_publishing(client, staff):
    plan = create_plan()

    response = client.post(page_of(plan), typed(client, page_of(plan)) | {"title": "Renamed"}, follow=True)

    assert len(messages_of(response)) == 1


def test_plan_is_deleted_with_its_parts_and_recorded(client, staff):
    plan = create_plan()
    add_measure(plan)

    client.post(page_of(plan, "delete"), {"post": "yes"})

    assert (Plan.objects.count(), Measure.objects.count()) == (0, 0)
    assert Entry.objects.get(deed="delete_plan").subject_label == plan.title


def test_plan_that_ends_before_it_begins_is_refused_in_a_sentence(client, staff):
    plan = create_plan()

    response = client.post(page_of(plan), typed(client, page_of(plan)) | {"ends_on": "2001-01-01"})

    assert response.context["adminform"].form.non_field_errors() == ["The last day lies before the first."]
