import pytest

from lmi_portal.accounts.tests.factories import create_staff, create_user, sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/convenings/?kind=%00",
        "/convenings/?region=1%00",
        "/convenings/?view=month&month=%00",
        "/?%00=1",
        "/districts/join/?q=a%00b",
        "/teams/?page=%00",
        "/admin/accounts/user/?q=%00",
        "/admin/convenings/registration/?convening__slug=%00",
        "/admin/outbox/email/?state=%00",
    ],
)
def test_null_character_in_an_address_is_a_clear_page(client, address):
    sign_in_staff(client, create_staff())

    response = client.get(address)

    assert response.status_code == 400
    assert "This request could not be read" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_null_character_in_a_cookie_is_a_clear_page(client):
    response = client.get("/", headers={"cookie": r'sessionid="abcdefgh\000"'})

    assert response.status_code == 400
    assert "This request could not be read" in response.content.decode()


def test_percent_sign_before_two_zeros_may_be_looked_for(client):
    client.force_login(create_user())

    assert client.get("/districts/join/?q=%2500").status_code == 200
