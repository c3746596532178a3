"""The public directory, page × role."""

import pytest
from django.core import signing

from districts.tests.factories import create_user
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.tests.access import LOGIN, assert_access, clients_of, route_of, routes_under
from oasis.providers.correcting import SALT, address_on_file
from oasis.providers.models import Taxonomy, TaxonomyTerm

from .factories import create_service, place

pytestmark = pytest.mark.django_db

OPEN = {"visitor": 200, "signed in": 200, "staff": 200}
BY_POST_ALONE = {"visitor": 405, "signed in": 405, "staff": 405}
GONE = {"visitor": 410, "signed in": 410, "staff": 410}


def test_pages_open_to_those_who_may():
    service = create_service()
    page, token = service.get_absolute_url(), signing.dumps([service.pk, address_on_file(service)], salt=SALT)
    clients = clients_of(visitor=None, **{"signed in": create_user(), "staff": create_staff(is_superuser=False)})
    table = {
        "/oasis/providers/": OPEN,
        service.provider.get_absolute_url(): OPEN,
        page: OPEN,
        f"{page}sheet/": OPEN,
        f"{page}correction-link/": BY_POST_ALONE,
        # Staff who may change services press it (test_verifying); these may not.
        f"{page}checked/": {"visitor": LOGIN, "signed in": 404, "staff": 404},
        f"/oasis/providers/corrections/{token}/": OPEN,
        "/oasis/providers/corrections/forged/": GONE,
    }

    assert_access(table, clients, under=["oasis/providers/"])


def test_programs_read_the_api_without_an_account():
    at_location = place(create_service())
    service, taxonomy = at_location.service, Taxonomy.objects.create(name="Needs", description="Made up.")
    term = TaxonomyTerm.objects.create(taxonomy=taxonomy, code="1", name="Glasses")
    lists = ["", "services", "organizations", "taxonomies", "taxonomy_terms", "service_at_locations"]
    rows = {
        "services": service,
        "organizations": service.provider,
        "taxonomies": taxonomy,
        "taxonomy_terms": term,
        "service_at_locations": at_location,
    }
    clients = clients_of(visitor=None, **{"signed in": create_user(), "staff": create_staff(is_superuser=False)})
    addresses = [f"/api/hsds/{name}" for name in lists] + [f"/api/hsds/{name}/{row.uid}" for name, row in rows.items()]

    assert_access(dict.fromkeys(addresses, OPEN), clients, under=[])
    # Whatever else is asked for is answered in a sentence, to a POST that only GET is.
    assert routes_under(["api/"]) - {route_of(address) for address in addresses} == {"api/hsds/<path:rest>"}
    assert clients["visitor"].get("/api/hsds/nowhere").status_code == 404
