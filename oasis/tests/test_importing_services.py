import pytest

from oasis.providers.models import Service, ServiceAtLocation
from oasis.providers.tests.import_files import run, service, write_json

from .factories import create_referral

pytestmark = pytest.mark.django_db


def test_a_referral_outlasts_the_place_and_the_service_that_a_file_no_longer_has(tmp_path):
    run(write_json(tmp_path, service(), service("teeth")))
    eyes = Service.objects.get(name="Eyes")
    referral = create_referral(service=eyes, service_at_location=eyes.at_locations.get())

    run(write_json(tmp_path, service(service_at_locations=[]), service("teeth")))
    done = run(write_json(tmp_path, service("teeth")), delist_orphans=True)

    referral.refresh_from_db()
    assert (referral.service, referral.service_at_location) == (eyes, None)
    assert ([row.name for row in done.orphans], done.delisted) == (["Eyes"], True)
    assert ServiceAtLocation.objects.count() == 1
