import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from districts.models import Evidence

from .factories import create_district, create_evidence

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["", "/", "/convenings/symposium-2015/", "/convenings/?when=past"])
def test_evidence_leads_to_a_page_of_the_portal(path):
    create_evidence(path=path).full_clean()


@pytest.mark.parametrize("path", ["//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "/a b"])
def test_evidence_leads_to_no_other_site_and_no_script(path):
    with pytest.raises(ValidationError, match="An address within the portal"):
        Evidence(**fields(path=path)).full_clean()


@pytest.mark.parametrize("path", ["//elsewhere.example", "javascript:alert(1)", "https://elsewhere.example"])
def test_database_takes_no_other_site_either(path):
    with pytest.raises(IntegrityError, match="evidence_leads_to_a_page_of_the_portal"):
        create_evidence(path=path)


def test_a_deed_records_once():
    create_evidence(key="team:K7QX")

    with pytest.raises(IntegrityError):
        create_evidence(key="team:K7QX")


def test_what_is_entered_by_hand_has_no_key():
    assert [create_evidence().key, create_evidence().key] == ["", ""]


def fields(**fields):
    return {"district": create_district(), "kind": "attended", "what": "It came.", "source": "a page"} | fields
