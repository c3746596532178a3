"""What somebody with a copy of the database learns of students: nothing (SQLite and PostgreSQL alike)."""

import pytest
from django.apps import apps
from django.db import models

from lmi_portal.encryption import EncryptedTextField
from lmi_portal.tests.a_row_of_each import MARK, MARKED_DAY, create_rows
from lmi_portal.tests.dump import dump
from oasis.models import Position, Site

from .factories import create_assignment, create_site, sign_in, today

pytestmark = pytest.mark.django_db

# Texts of OASIS that lie in the database in clear, each a decision: none tells of a student.
IN_CLEAR = {
    "Position": "title budget_line",
    "DayOff": "name",
    "Assignment": "agreement_number credential",
    "TrainingModule": "slug title summary",
    "Household": "language",
    "Guardian": "language",
    "Student": "grade language",
    "StudentIndex": "digest",
    "AttendanceImport": "file_name file_digest report",
    "FamilyActivity": "title sign_in_token",
    "Participation": "language",
    "FiguresEdition": "figures",
    "ConsentForm": "version language text digest",
    "Consent": "records language scan",
    "MinorStatement": "credential",
    "ConsentRequest": "language token_digest code_digest",
    "Referral": "number language",
    "ReferralEvent": "move reason",
    "ProviderLink": "email token_digest code_digest",
    "ProviderLinkUse": "what address",
    "DestructionCertificate": "rule counts digest",
    "ChainCut": "chain digest",
    "ChainHead": "chain digest",
    "AccessEntry": "previous_digest digest seen_by_label roles basis page purpose fields students"
    " confidential_students",
    "Disclosure": "previous_digest digest disclosed_by_label recipient records purpose referral_number",
    "LegalRequest": "issuer case_number",
}


def test_a_dump_shows_nothing_of_any_encrypted_column():
    create_rows()

    text = dump()

    assert (MARK in text, MARKED_DAY.isoformat() in text) == (False, False)


def test_control_a_column_in_clear_is_found_in_the_dump():
    create_rows()
    Position.objects.create(site=Site.objects.first() or create_site(), title=f"{MARK} aide", funding="title_i")

    assert MARK in dump()


def test_a_dump_shows_nothing_of_what_goes_through_the_pages(client):
    by = sign_in(client, create_assignment())
    born_on = f"{today().year - 12}-03-17"
    typed = {
        "given_name": f"{MARK}a",
        "family_name": f"{MARK}b",
        "born_on": born_on,
        "number": "7766554433",
        "language": "es",
        "school": by.site.school_id,
        "guardian-name": f"{MARK}c",
        "guardian-relation": "parent",
        "guardian-phone": "213-555-0177",
        "guardian-email": f"{MARK}@example.org",
        "guardian-language": "es",
    }

    page = client.post("/oasis/students/add/", typed, follow=True)
    client.post("/oasis/students/", {"words": f"{MARK}a"})
    client.post("/oasis/students/add/", typed)

    assert MARK in page.text
    text = dump().casefold()
    private = [MARK, born_on, "7766554433", "213-555-0177"]
    assert [word for word in private if word.casefold() in text] == []


def test_text_in_clear_is_a_decision():
    """Names, contacts, reasons and notes are encrypted; whoever adds a text in clear says so above."""
    texts = {model.__name__: texts_in_clear(model) for model in apps.get_app_config("oasis").get_models()}

    assert {name: found for name, found in texts.items() if found} == {
        name: set(fields.split()) for name, fields in IN_CLEAR.items()
    }


def texts_in_clear(model):
    kinds = models.CharField | models.TextField | models.JSONField
    return {
        field.name
        for field in model._meta.local_concrete_fields
        if isinstance(field, kinds) and not isinstance(field, EncryptedTextField) and not field.choices
    }
