from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Invoice, Quote
from convenings.models import AddOn, Registration
from districts.tests.factories import create_membership

from .factories import create_convening, register
from .sheets import TEAM, sheet_data

pytestmark = pytest.mark.django_db

URL = "/convenings/central-valley/quote/"
PAGE = "/convenings/central-valley/register/"


@pytest.fixture
def convening():
    return create_convening(slug="central-valley")


def test_quote_is_a_pdf_of_the_team_and_holds_no_seat(client, convening, lead):
    day = AddOn.objects.create(convening=convening, title="Pre-conference day", price=Decimal("75.00"))

    response = client.post(URL, sheet_data([TEAM[0] | {"add_ons": [day.pk]}, TEAM[1]], team_name="North"))

    quote = Quote.objects.get()
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert response["Content-Disposition"] == f'attachment; filename="{quote.number}.pdf"'
    assert (quote.total, quote.account.district, quote.asked_by) == (195, lead.district, lead.user)
    assert [(line["label"], line["person"], line["amount"]) for line in quote.facts["lines"]] == [
        ("Certificated employees’ lead", "Ana Ruiz", "60.00"),
        ("Pre-conference day", "Ana Ruiz", "75.00"),
        ("Superintendent or designee", "Bo Li", "60.00"),
    ]
    assert quote.facts["subject"]["team"] == f"{lead.district} – North"
    assert (Registration.objects.count(), Invoice.objects.count()) == (0, 0)


def test_quote_is_kept_for_the_districts_members(client, convening, lead):
    client.post(URL, sheet_data(TEAM))
    quote = Quote.objects.get()

    mine = client.get(quote.get_absolute_url()).status_code
    client.force_login(create_membership(district=lead.district, state="requested").user)
    asker = client.get(quote.get_absolute_url()).status_code

    assert (mine, asker) == (200, 404)


def test_person_who_only_asked_to_join_gets_the_pdf_at_once(client, convening):
    client.force_login(create_membership(state="requested").user)

    assert client.post(URL, sheet_data(TEAM))["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({"registration_closes_at": timezone.now() + timedelta(days=50)}, 30),
        ({"registration_closes_at": timezone.now() + timedelta(days=10)}, 10),
        ({"fee_rule": "early_bird", "early_fee": 50, "early_until_at": timezone.now() + timedelta(days=5)}, 5),
        ({"fee_rule": "early_bird", "early_fee": 50, "early_until_at": timezone.now() - timedelta(days=5)}, 20),
    ],
    ids=["30-days", "until-registration-closes", "until-the-early-fee-ends", "early-fee-is-over"],
)
def test_quote_is_good_as_long_as_its_price(client, lead, fields, days):
    create_convening(slug="central-valley", **fields)

    client.post(URL, sheet_data(TEAM))

    quote = Quote.objects.get()
    assert quote.valid_until_on == timezone.localdate(timezone.now() + timedelta(days=days) - timedelta(minutes=1))
    assert date.fromisoformat(quote.facts["valid_until"]) == quote.valid_until_on


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([TEAM[0]], "Management is missing"),
        ([TEAM[0] | {"email": "nowhere"}, TEAM[1]], "Enter a valid email address"),
    ],
    ids=["refused", "invalid"],
)
def test_refused_quote_brings_the_sheet_back_as_it_was_typed(client, convening, lead, rows, sentence):
    response = client.post(f"{URL}?district={lead.district.cd_code}", sheet_data(rows, team_name="Élèves"))

    shown = response.content.decode()
    assert sentence in shown and 'value="Élèves"' in shown
    assert f'action="{PAGE}?district={lead.district.cd_code}"' in shown
    assert not Quote.objects.exists()


def test_closed_convening_is_not_quoted(client, lead):
    create_convening(slug="central-valley", state="closed")

    assert "Registration for this convening is closed." in client.post(URL, sheet_data(TEAM)).content.decode()


def test_quote_counts_the_free_seats_that_other_teams_took(client, lead):
    convening = create_convening(slug="central-valley", fee_rule="first_free", fee=Decimal("150.00"), free_seats=3)
    register(convening, district=lead.district, team_name="First")

    client.post(URL, sheet_data(TEAM))

    assert Quote.objects.get().total == 150


def test_stranger_signs_in_and_finds_the_sheet_as_it_was_typed(client, convening, lead):
    client.logout()

    sent = client.post(URL, sheet_data(TEAM))
    client.force_login(lead.user)

    assert sent.url == f"/accounts/login/?next={PAGE}"
    assert [row["name"] for row in client.get(PAGE).context["sheet"].rows] == ["Ana Ruiz", "Bo Li"]


def test_looked_for_by_its_address_the_quote_leads_to_the_sheet(client, convening, lead):
    assert client.get(URL).url == PAGE


def test_free_convening_offers_no_quote(client, lead):
    create_convening(slug="central-valley", fee_rule="free")

    assert "Quote (PDF)" not in client.get(PAGE).content.decode()


def test_quotes_are_given_only_so_often(client, convening, lead, monkeypatch):
    monkeypatch.setattr("convenings.views.registration.QUOTES_AN_HOUR", 2)

    assert [client.post(URL, sheet_data(TEAM)).status_code for _n in range(3)] == [200, 200, 429]
    assert [quote.sequence for quote in Quote.objects.order_by("pk")] == [1, 2]
