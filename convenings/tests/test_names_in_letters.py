"""A team's letters go to any address that was typed, so no name in them may carry a stranger's link."""

import pytest

from convenings.models import Registration
from districts.tests.factories import create_membership
from lmi_portal.outbox.models import Email

from .factories import create_convening
from .sheets import TEAM, sheet_data

pytestmark = pytest.mark.django_db

FIELDS = ["seats-1-name", "co_lead_name", "team_name"]


def send(client, **words):
    """Post the registration of a team as somebody who only asked to join."""
    convening = create_convening()
    client.force_login(create_membership(state="requested").user)
    return client.post(f"/convenings/{convening.slug}/register/", sheet_data(TEAM, **words))


@pytest.mark.parametrize("field", FIELDS)
def test_name_with_a_web_address_is_refused_beside_its_field(client, field):
    response = send(client, **{"co_lead_email": "co@example.org", field: "Prize at evil.com"})

    page = response.content.decode()
    assert "Write a name alone, without a web address or line breaks." in page
    assert 'value="Prize at evil.com"' in page
    assert (Registration.objects.count(), Email.objects.filter(to__endswith="@example.org").count()) == (0, 0)


@pytest.mark.parametrize("field", FIELDS)
def test_odd_names_are_kept_exactly(client, field):
    send(client, **{"co_lead_email": "co@example.org", field: "Zoë “Z.” O’Brien-Ñáñez, Jr. & Co. 🎓"})

    team = Registration.objects.get()
    assert "Zoë “Z.” O’Brien-Ñáñez, Jr. & Co. 🎓" in [team.team_name, team.co_lead_name, team.seats.last().name]
