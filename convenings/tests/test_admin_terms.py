from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from convenings.models import CancellationStep
from lmi_portal.audit.models import Entry
from lmi_portal.tests.staff_pages import messages_of, page_of, typed

from .deadlines import FIRST_DAY, convening_with
from .factories import create_convening, register

pytestmark = pytest.mark.django_db


def rows(*steps):
    """The inline's fields as a browser sends them, for new rows."""
    sent = {"cancellation_steps-TOTAL_FORMS": str(len(steps)), "cancellation_steps-INITIAL_FORMS": "0"}
    plain = {"keeps_percent": "0", "keeps_fixed": "0", "price_from": "0"}
    for number, step in enumerate(steps):
        sent |= {f"cancellation_steps-{number}-{name}": str(value) for name, value in (plain | step).items()}
    return sent


def save(client, convening, *steps, **fields):
    fields = {"refund_rule": "steps"} | fields
    return client.post(page_of(convening), typed(client, page_of(convening)) | fields | rows(*steps), follow=True)


def steps_formset(response):
    return next(
        inline.formset
        for inline in response.context["inline_admin_formsets"]
        if inline.formset.model is CancellationStep
    )


def terms_shown(client, convening):
    form = client.get(page_of(convening)).context["adminform"]
    fields = (field for fieldset in form for line in fieldset for field in line if field.is_readonly)
    return next(field.contents() for field in fields if field.field["name"] == "terms_in_words")


def test_rule_is_saved_shown_in_words_and_audited(client, staff):
    convening = convening_with()

    save(client, convening, {"days_before": 14, "keeps_fixed": 25}, pay_by_days_before="7")

    assert terms_shown(client, convening) == (
        "<p>Until February 5, 2027, 11:59 p.m. PST: full refund less $25.00 per seat.</p>"
        "<p>After that: no refund.</p>"
        "<p>Another person may always take a seat.</p>"
        "<p>To be paid by February 12, 2027.</p>"
    )
    assert Entry.objects.get(deed="edit_convening").changes == {
        "refund_rule": ["full", "steps"],
        "pay_by_days_before": [None, 7],
        "cancellation steps": ["", "14 days before"],
    }


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"until_on": FIRST_DAY}, "until 2027-02-19"),
        ({"days_before": 14}, "14 days before"),
        ({"days_before": 5, "counts_working_days": True}, "5 working days before"),
    ],
)
def test_step_is_known_by_its_last_day(step, words):
    assert str(CancellationStep(**step)) == words


def test_new_convening_has_no_words_yet(client, staff):
    response = client.get(reverse("admin:convenings_convening_add"))

    assert "Save first" in response.text


@pytest.mark.parametrize(
    ("step", "field", "sentence"),
    [
        ({}, "until_on", "Give the last day, or the days before the first day."),
        ({"until_on": "2027-02-01", "days_before": 3}, "until_on", "Give the last day or the days before, not both."),
        ({"until_on": "2027-02-01", "counts_working_days": "on"}, "counts_working_days",
         "For working days give their number."),
        ({"until_on": FIRST_DAY + timedelta(days=1)}, "until_on",
         "The convening is over by then: it ends on Feb. 19, 2027."),
        ({"days_before": 3, "keeps_percent": 101}, "keeps_percent",
         "Ensure this value is less than or equal to 100."),
        ({"until_on": "soon"}, "until_on", "Enter a valid date."),
    ],
)  # fmt: skip
def test_odd_date_is_refused_beside_the_field(client, staff, step, field, sentence):
    convening = convening_with()

    response = save(client, convening, {"keeps_fixed": 5} | step)

    assert steps_formset(response).errors == [{field: [sentence]}]
    assert CancellationStep.objects.count() == 0


@pytest.mark.parametrize(
    ("rule", "steps", "sentence"),
    [
        pytest.param(
            "full", [{"days_before": 3}],
            "Refunds do not go by dates here: choose “By the dates below”, or delete the dates.",
            id="dates-for-nothing",
        ),
        pytest.param("steps", [], "Refunds go by dates, so give at least one.", id="no-date"),
        pytest.param(
            "steps", [{"days_before": 3, "keeps_fixed": 5}, {"until_on": "2027-02-16", "keeps_fixed": 9}],
            "Two rows end on the same day for the same seats: keep one of them.", id="one-day-twice",
        ),
        pytest.param(
            "steps", [{"days_before": 3}, {"until_on": "2027-01-15", "keeps_percent": 25}],
            "What is kept may not fall from one date to the next: look at Feb. 16, 2027.", id="milder-later",
        ),
    ],
)  # fmt: skip
def test_odd_rule_is_refused_above_its_dates(client, staff, rule, steps, sentence):
    convening = convening_with()

    response = save(client, convening, *steps, refund_rule=rule)

    assert steps_formset(response).non_form_errors() == [sentence]


def test_bands_of_one_day_and_harder_dates_later_are_taken(client, staff):
    convening = convening_with()

    save(
        client,
        convening,
        {"days_before": 14, "keeps_fixed": 25},
        {"days_before": 14, "keeps_fixed": 50, "price_from": 150},
        {"days_before": 7, "keeps_percent": 50},
    )

    assert convening.cancellation_steps.count() == 3


def test_late_charge_wants_a_last_date(client, staff):
    response = save(client, convening_with(), refund_rule="none", late_charge="75.00")

    assert response.context["adminform"].form.errors == {
        "late_charge": ["Without refunds there is no last date after which to charge it."]
    }


@pytest.mark.parametrize(
    ("teams", "told"),
    [
        (0, []),
        (1, ["1 team has registered: the new terms hold for it too, from now on. Its invoice still prints the old "
             "ones, so write to it where they have become harder."]),
    ],
)  # fmt: skip
def test_staff_are_told_how_many_teams_registered_under_other_terms(client, staff, teams, told):
    convening = create_convening()
    for _n in range(teams):
        register(convening)

    response = save(client, convening, {"days_before": 14, "keeps_fixed": 25})

    assert messages_of(response)[:-1] == told


def test_saving_the_same_terms_tells_nothing(client, staff):
    convening = create_convening(refund_rule="steps")
    CancellationStep.objects.create(convening=convening, days_before=14, keeps_fixed=Decimal("25.00"))
    register(convening)

    response = client.post(page_of(convening), typed(client, page_of(convening)), follow=True)

    assert len(messages_of(response)) == 1


def test_cancelling_a_team_for_it_says_what_stays_owed(client, staff):
    convening = create_convening(refund_rule="steps", capacity=2)
    CancellationStep.objects.create(convening=convening, days_before=14, keeps_fixed=Decimal("25.00"))
    confirmed, waiting = register(convening, size=2), register(convening, size=2)

    prospects = [client.get(page_of(team, "cancel")).context["prospects"][0] for team in (confirmed, waiting)]
    told = [[sentence for sentence in prospect.sentences if "$" in sentence] for prospect in prospects]

    assert told == [["If you cancel now, $70.00 of $120.00 is credited and $50.00 stays owed."], []]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"organizer_keeps": Decimal("20.00")}, ["Their invoices are credited, but for $20.00 per paid seat."]),
        ({}, ["Their invoices are credited."]),
        ({"fee_rule": "free"}, []),
    ],
)
def test_calling_a_convening_off_says_what_is_credited(client, staff, fields, told):
    [prospect] = client.get(page_of(create_convening(**fields), "cancel")).context["prospects"]

    assert [sentence for sentence in prospect.sentences if "credited" in sentence] == told
