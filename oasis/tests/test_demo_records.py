import pytest
from django.utils import timezone

from districts.demo_people import LOS_ANGELES
from districts.tests.factories import create_district
from lmi_portal.accounts.tests.factories import create_user
from oasis.demo_records import load_records
from oasis.models import CorrectionRequest, Hold, LegalRequest

from .factories import create_school, create_site, create_student

pytestmark = pytest.mark.django_db


def test_the_demo_has_one_request_of_each_kind_and_loads_once():
    site = create_site(create_school(create_district(cd_code=LOS_ANGELES)))
    create_user(email="records@example.org")
    for _each in range(2):
        create_student(site=site)

    for _each in range(2):
        load_records(now=timezone.now())

    assert (CorrectionRequest.objects.count(), LegalRequest.objects.get().state) == (1, "notice_sent")
    assert Hold.objects.get().legal_request == LegalRequest.objects.get()


def test_without_its_people_the_demo_has_none():
    load_records(now=timezone.now())

    assert LegalRequest.objects.count() == 0
