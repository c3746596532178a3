"""What the portal starts with leads nowhere else than to pages that are there."""

import pytest
from django.utils import timezone

from convenings.demo import load_calendar
from districts.demo import load_directory_facts
from districts.models import Evidence
from initiative.demo import load_initiative
from lmi_portal.library.demo import load_library

pytestmark = pytest.mark.django_db


def test_every_page_that_the_facts_lead_to_is_there(client):
    load_directory_facts()
    load_library()
    load_calendar(today=timezone.localdate())
    load_initiative()
    paths = set(Evidence.objects.exclude(path="").values_list("path", flat=True))

    missing = {path for path in paths if client.get(path).status_code != 200}

    assert (len(paths), missing) == (12, set())
