"""No list to choose from begins with a row of dashes: the tests that walk every page in every role look for one."""

import pytest
from django.test import Client

import lmi_portal.tests.access
import oasis.tests.test_access
import wellbeing.tests.test_access

pytestmark = pytest.mark.django_db
WALKS = [lmi_portal.tests.access, oasis.tests.test_access, wellbeing.tests.test_access]


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_a_list_that_does_not_say_what_to_choose_would_be_told(walk):
    response = Client().get("/convenings/")
    before = walk.outcome(response)

    response.content = b'<select><option value="">---------</option></select>'

    assert (before in (200, "open"), walk.outcome(response)) == (True, lmi_portal.tests.access.SILENT_LIST)
