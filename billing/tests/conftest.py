import pytest

from districts.tests.factories import create_user


@pytest.fixture
def staff(client, settings):
    """Someone of LMI staff who may do everything, signed in without a second factor."""
    settings.STAFF_MFA_REQUIRED = False
    user = create_user(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user
