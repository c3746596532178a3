"""The scenario of OASIS at its smallest, so that it goes on working; what it measures is not looked at."""

import json

import pytest

from benchmarks import oasis, oasis_filling
from benchmarks.oasis_directory import create_directory, write_standard_file
from oasis.checking import check_referrals
from oasis.models import Referral, ReferralEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(monkeypatch):
    for name, number in {"SITES": 1, "CASELOADS": 2, "STUDENTS": 4}.items():
        monkeypatch.setattr(oasis_filling, name, number)
    create_directory(providers=2, services_each=5)


def test_pages_are_opened_and_encryption_is_told_apart(small):
    workers = oasis_filling.create_program()
    oasis_filling.create_others(1)

    assert list(oasis.paces(workers, times=2)) == list(oasis.PAGES)
    assert 0 < oasis.encryption_share(workers["referrer"].browser, "/oasis/start/", times=2) < 1
    assert (Referral.objects.count(), ReferralEvent.objects.count()) == (32, 118)


def test_what_is_filled_in_is_what_its_events_tell(small):
    oasis_filling.create_program()

    assert list(check_referrals()) == []


def test_as_many_services_as_asked_for_are_written_to_import(tmp_path):
    file = tmp_path / "services.ndjson"

    write_standard_file(file, services=6)

    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert (len({row["id"] for row in rows}), len({row["organization"]["id"] for row in rows})) == (6, 2)
