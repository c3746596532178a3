"""Who signs in before the test, for the tests of every app; loaded as a plugin by conftest.py."""

import pytest

from .factories import create_membership, create_user


@pytest.fixture
def lead(client):
    """The membership of a district's lead who is signed in."""
    membership = create_membership(is_lead=True)
    client.force_login(membership.user)
    return membership


@pytest.fixture
def staff(client, settings):
    """Someone of LMI staff who may do everything, signed in without a second factor."""
    settings.STAFF_MFA_REQUIRED = False
    user = create_user(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user
