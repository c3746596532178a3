"""Who opens which page of the library."""

import pytest

from lmi_portal.accounts.tests.factories import create_staff, create_user
from lmi_portal.tests.access import assert_access, clients_of

from .factories import create_resource

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_pages_open_to_all_and_what_is_not_published_to_staff_alone():
    shown = create_resource(content=b"%PDF-1.7 shown").slug
    hidden = create_resource(content=b"%PDF-1.7 hidden", is_published=False).slug
    roles = {
        "visitor": None,
        "signed in": create_user(),
        "staff": create_staff(),
        "staff without second factor": create_staff(second_factor=False),
        "staff who may not": create_staff(is_superuser=False),
    }
    everyone = dict.fromkeys(roles, 200)
    staff_alone = dict.fromkeys(roles, 404) | {"staff": 200}

    assert_access(
        {
            "/library/": everyone,
            "/library/feed.rss": everyone,
            f"/library/{shown}/": everyone,
            f"/library/{shown}/file/": everyone,
            f"/library/{hidden}/": staff_alone,
            f"/library/{hidden}/file/": staff_alone,
            "/library/nowhere/": dict.fromkeys(roles, 404),
            "/library/nowhere/file/": dict.fromkeys(roles, 404),
        },
        clients_of(**roles),
        under=["library/"],
    )
