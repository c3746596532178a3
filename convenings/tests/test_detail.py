from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from convenings.cancelling import cancel_registration
from convenings.models import AddOn, AgendaItem, CancellationStep, ConveningDay, SeatAddOn, Speaker
from districts.tests.factories import create_county, create_district, create_user
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


def page(client, convening):
    return " ".join(client.get(convening.get_absolute_url()).content.decode().split())


def create_full(*, days=1, **fields):
    """A convening with everything that a page can tell."""
    create_county()
    day = date(2099, 2, 6)
    convening = create_convening(
        starts_on=day, ends_on=day + timedelta(days=days - 1), region=7, host=create_district(), **fields
    )
    for n in range(1, days):
        ConveningDay.objects.create(convening=convening, held_on=day + timedelta(days=n))
    for n, held in enumerate(convening.days.all()):
        AgendaItem.objects.create(day=held, starts_at=datetime(2099, 2, 6 + n, 18, tzinfo=UTC), title=f"Item {n}")
        Speaker.objects.create(convening=convening, name=f"Speaker {n}", affiliation="Rutgers")
        AddOn.objects.create(convening=convening, title=f"Day before {n}", capacity=10, price=Decimal("45"))
    return convening


@pytest.mark.parametrize("days", [1, 3])
def test_detail_asks_the_database_six_times(client, django_assert_num_queries, days):
    convening = create_full(days=days)

    with django_assert_num_queries(6):
        response = client.get(convening.get_absolute_url())

    assert [len(response.context[name]) for name in ("days", "speakers", "add_ons")] == [days, days, days]


def test_detail_asks_once_more_for_refunds_by_dates(client, django_assert_num_queries):
    convening = create_full(refund_rule="steps")
    for days in (30, 15, 7):
        CancellationStep.objects.create(convening=convening, days_before=days)

    with django_assert_num_queries(7):
        response = client.get(convening.get_absolute_url())

    assert len(response.context["terms"]) == 5


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "save_the_date"},
        {"state": "cancelled"},
        {"state": "held"},
        {"kind": "partner"},
        {"starts_on": date(2020, 2, 6), "ends_on": date(2020, 2, 6)},
    ],
    ids=["not-open-yet", "cancelled", "held", "partner", "over"],
)
def test_detail_promises_no_refund_where_no_team_can_be_given_up(client, fields):
    response = client.get(create_convening(**fields).get_absolute_url())

    assert response.context["terms"] == []
    assert "Changing and cancelling" not in response.text


def test_detail_leads_to_the_team_of_ones_own_district(client):
    convening = create_convening()
    team = register(convening)
    client.force_login(create_user())
    strangers = client.get(convening.get_absolute_url()).context["own_teams"]

    client.force_login(team.registered_by)

    assert [strangers, client.get(convening.get_absolute_url()).context["own_teams"]] == [[], [team]]


def test_detail_tells_everything(client):
    convening = create_full(
        title="Valley",
        venue="Vocational Center",
        street="199 North L Street",
        zip_code="93618",
        summary="One day in Dinuba.",
        who_should_come="Both sides.",
        fee_includes="Lunch",
        contact_name="The desk",
        contact_email="desk@example.org",
        cancellation_terms="Until a week before.",
        source="A page",
        registration_closes_at=datetime(2099, 1, 27, 1, tzinfo=UTC),
    )

    shown = page(client, convening)

    for words in [
        "<h1>Valley</h1>",
        "100 seats left",
        "One day in Dinuba.",
        "Friday, February 6, 2099</time>: doors 8:30 a.m., 9:30 a.m.–3 p.m. PST",
        'href="https://www.openstreetmap.org/search?query=199+North+L+Street%2C+Dinuba%2C+93618%2C+California"',
        'rel="noopener external"',
        "7: Fresno, Kings, Madera, Mariposa, Merced, Tulare",
        convening.host.name,
        "Both sides.",
        "Agenda of Friday, February 6",
        '<time datetime="10:00">10 a.m.</time> Item 0',
        "Speaker 0, Rutgers",
        "<strong>Day before 0</strong>: $45 a person, 10 seats left",
        "<li>Until February 5, 2099, 11:59 p.m. PST: full refund.</li>",
        "<li>Another person may always take a seat.</li>",
        "<p>Until a week before.</p>",
        "<strong>$60 a person</strong><br>Includes: Lunch",
        "Jan. 26, 2099, 5 p.m. PST",
        'The desk, <a href="mailto:desk@example.org">',
        "Source: A page",
        f'href="{convening.get_absolute_url()}calendar.ics"',
        f'href="{convening.get_absolute_url()}register/">Register your team</a>',
    ]:
        assert words in shown, words


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "cancelled"}, "This convening has been cancelled."),
        ({"state": "held"}, "This convening is over."),
        ({"state": "save_the_date"}, "Registration is not open yet."),
        ({"kind": "partner"}, "This is a partner’s event: it takes registrations on its own page."),
    ],
)
def test_detail_says_why_no_team_can_register(client, fields, sentence):
    shown = page(client, create_convening(**fields))

    assert sentence in shown
    assert "Register your team" not in shown


@pytest.mark.parametrize(
    ("state", "days", "words"),
    [
        ("open", (1, 2, 3), ["Opens", "Closes", "Seats may change until"]),
        ("open", (-1, 2, 3), ["Opened", "Closes", "Seats may change until"]),
        ("cancelled", (-1, 2, 3), ["Opened", "Closes", "Seats may change until"]),
        ("closed", (-2, -1, 3), ["Opened", "Closed", "Seats may change until"]),
        ("held", (-3, -2, -1), ["Opened", "Closed", "Seats could change until"]),
    ],
    ids=["announced", "open", "cancelled", "closed", "held"],
)
def test_detail_tells_what_is_past_as_past(client, state, days, words):
    opens_at, closes_at, changes_close_at = (timezone.now() + timedelta(days=each) for each in days)
    convening = create_convening(
        state=state,
        registration_opens_at=opens_at,
        registration_closes_at=closes_at,
        changes_close_at=changes_close_at,
    )

    assert [what for what, _when in client.get(convening.get_absolute_url()).context["window"]] == words


def test_partner_event_leads_to_its_own_page(client):
    shown = page(client, create_convening(kind="partner", partner_url="https://example.org/register"))

    assert '<a class="btn btn-outline-primary" href="https://example.org/register" rel="noopener external">' in shown


@pytest.mark.parametrize("state", ["save_the_date", "open"])
def test_detail_offers_to_tell_when_it_opens(client, state):
    convening = create_convening(state=state, registration_opens_at=timezone.now() + timedelta(days=3))

    assert 'id="follow"' in page(client, convening)


@pytest.mark.parametrize("fields", [{}, {"state": "held"}, {"state": "save_the_date", "kind": "partner"}])
def test_detail_offers_it_only_where_there_is_something_to_wait_for(client, fields):
    assert 'id="follow"' not in page(client, create_convening(**fields))


def test_detail_without_days_says_so(client):
    convening = create_convening(state="save_the_date", starts_on=None, ends_on=None)

    assert "The days are still to be set." in page(client, convening)


def test_detail_keeps_every_name_as_it_is_and_runs_none_of_it(client):
    convening = create_convening(title="<script>alert(1)</script> Año 🎓 لقاء")

    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt; Año 🎓 لقاء</h1>" in page(client, convening)


def test_add_on_counts_the_seats_of_standing_teams(client):
    convening = create_convening()
    add_on = AddOn.objects.create(convening=convening, title="Day before", capacity=2)
    for registration in [register(convening), register(convening)]:
        SeatAddOn.objects.create(seat=registration.seats.first(), add_on=add_on, price=0)
    full = page(client, convening)

    cancel_registration(registration=registration, reason="Ill", cancelled_by=create_user(), now=timezone.now())

    assert "<strong>Day before</strong>, full" in full
    assert "<strong>Day before</strong>, 1 seat left" in page(client, convening)


def test_draft_is_not_found_but_by_staff_who_may_see_convenings(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    draft = create_convening(state="draft")
    staff, clerk = create_user(is_staff=True), create_user(is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_convening"))

    seen = {}
    for name, user in {"visitor": None, "person": create_user(), "clerk": clerk, "staff": staff}.items():
        client.logout()
        if user:
            client.force_login(user)
        seen[name] = client.get(draft.get_absolute_url()).status_code

    assert seen == {"visitor": 404, "person": 404, "clerk": 404, "staff": 200}
    assert "A draft: only LMI staff see this page." in page(client, draft)


@pytest.mark.parametrize("address", ["", "calendar.ics"])
def test_draft_is_not_found_by_staff_before_they_showed_their_second_factor(client, address):
    draft, staff = create_convening(state="draft"), create_staff()
    client.force_login(staff)
    by_password = client.get(draft.get_absolute_url() + address).status_code

    sign_in_staff(client, staff)

    assert (by_password, client.get(draft.get_absolute_url() + address).status_code) == (404, 200)
