"""Two who edit one text: the later is told, reads what the other saved, and loses nothing typed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from districts.models import Side
from wellbeing import meanwhile
from wellbeing.models import Action, Activity, Challenge, Charter, Survey, YearlyReport
from wellbeing.steps import acting

from . import charters, paths
from .activity_factories import create_activity
from .factories import co_chair, create_program
from .survey_factories import draft
from .test_challenging import create_challenge
from .test_reports import create_report

pytestmark = pytest.mark.django_db


def an_action(program):
    action = paths.plan_action(paths.adopt(program)[0])
    return reverse("wellbeing:action_edit", args=[program.district.cd_code, action.pk]), Action, "goal"


def a_survey(program):
    survey = draft(program)
    return reverse("wellbeing:survey_edit", args=[program.district.cd_code, survey.pk]), Survey, "title"


def a_report(program):
    report = create_report(program)
    return (
        reverse("wellbeing:report_edit", args=[program.district.cd_code, report.school_year]),
        YearlyReport,
        "learned",
    )


def a_charter(program):
    charters.draft(program, reason="Hours.")
    return reverse("wellbeing:charter_edit", args=[program.district.cd_code]), Charter, "purpose"


def as_opened(page):
    """What a browser sends of a form that nobody typed in."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: form.fields[name].prepare_value(value) for name, value in values.items()}
    return {
        name: form.fields[name].widget.format_value(value) if hasattr(value, "isoformat") else value
        for name, value in values.items()
        if value is not None
    }


def an_activity(program):
    activity = create_activity(program, worksite_name="North")
    return reverse("wellbeing:activity_edit", args=[program.district.cd_code, activity.pk]), Activity, "title"


def a_challenge(program):
    challenge = create_challenge(program)
    return reverse("wellbeing:challenge_edit", args=[program.district.cd_code, challenge.pk]), Challenge, "title"


EDITED = pytest.mark.parametrize(
    "create", [an_action, a_survey, a_report, a_charter, an_activity, a_challenge], ids=lambda one: one.__name__
)


@pytest.fixture
def program():
    return create_program()


@EDITED
def test_the_later_is_told_sees_what_was_saved_and_keeps_what_was_typed(client, program, create):
    to, model, field = create(program)
    client.force_login(co_chair(program, Side.LABOR))
    opened = as_opened(client.get(to))
    client.post(to, opened | {field: "Saved by one."})

    page = client.post(to, opened | {field: "Typed by the other."})
    kept = model.objects.latest("pk")

    assert (page.status_code, getattr(kept, field)) == (200, "Saved by one.")
    assert "Somebody else changed this meanwhile. Put both together below, then save." in page.text
    assert [words for _label, words in page.context["form"].saved_meanwhile] == ["Saved by one."]
    assert page.text.index("Saved by one.") < page.text.index("Typed by the other.")

    assert client.post(to, as_opened(page) | {field: "Both together."}).status_code == 302
    assert getattr(model.objects.latest("pk"), field) == "Both together."


def test_control_without_the_mark_the_later_wins_unseen(client, program, monkeypatch):
    monkeypatch.setattr(acting, "refuse_if_changed", lambda row, names, *, read: None)
    to, model, field = an_action(program)
    client.force_login(co_chair(program, Side.LABOR))
    opened = as_opened(client.get(to))
    client.post(to, opened | {field: "Saved by one."})

    client.post(to, opened | {field: "Typed by the other."})

    assert model.objects.get().goal == "Typed by the other."


def test_what_was_chosen_is_told_in_words(client, program):
    to, _model, _field = a_survey(program)
    client.force_login(co_chair(program, Side.LABOR))
    opened, year = as_opened(client.get(to)), timezone.localdate().year + 1
    client.post(to, opened | {"questions": ["breaks", "trust", "voice"], "closes_at": f"{year}-05-01T17:30"})

    told = dict(client.post(to, opened).context["form"].saved_meanwhile)

    assert told["Closes (Pacific time)"] == f"May 1, {year}, 5:30 p.m."
    assert told["Questions"].splitlines()[0] == "I get to take my breaks and my lunch."


def test_a_work_site_is_told_by_its_name(client, program):
    to, _model, _field = an_activity(program)
    client.force_login(co_chair(program, Side.LABOR))
    opened = as_opened(client.get(to))
    client.post(to, opened | {"worksite_name": "South"})

    assert client.post(to, opened).context["form"].saved_meanwhile == [("Work site", "South")]


def test_the_teams_of_a_challenge_are_told_too(client, program):
    to, _model, _field = a_challenge(program)
    client.force_login(co_chair(program, Side.LABOR))
    opened = as_opened(client.get(to))
    client.post(to, opened | {"teams": "East\nWest"})

    assert client.post(to, opened).context["form"].saved_meanwhile == [("Teams", "East\nWest")]


def test_a_draft_of_a_charter_that_was_withdrawn_meanwhile_begins_anew(client, program):
    to, _model, field = a_charter(program)
    client.force_login(co_chair(program, Side.LABOR))
    opened = as_opened(client.get(to))
    Charter.objects.filter(state="draft").update(state="withdrawn")

    page = client.post(to, opened | {field: "Typed by the other."})
    client.post(to, as_opened(page))

    assert "The draft was withdrawn meanwhile. What you typed is below: saving it begins a new one." in page.text
    assert Charter.objects.get(state="draft").purpose == "Typed by the other."


def test_each_field_of_a_row_counts(program):
    an_action(program)
    action = Action.objects.get()
    before = meanwhile.mark_of_fields(action, acting.FIELDS)

    action.measure = "Rooms opened: 4"

    assert meanwhile.mark_of_fields(action, acting.FIELDS) != before
