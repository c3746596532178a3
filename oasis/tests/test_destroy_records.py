from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from lmi_portal.written_once import lifted
from oasis.destroying import count_due
from oasis.models import AccessEntry, DestructionCertificate, Note

from .factories import create_assignment, create_site, create_student
from .test_destroying import NOW, OF_2025, create_note, see


@pytest.fixture
def ended():
    return create_site(program_ended_on=date(2029, 1, 2))


@pytest.mark.django_db
def test_the_command_counts_without_destroying(ended):
    create_note(create_student(site=ended), written_at=OF_2025)
    out = StringIO()

    call_command("destroy_records", dry_run=True, now=NOW, stdout=out)

    assert out.getvalue() == f"{ended.school.district.cd_code} notes: 1 notes would be destroyed\n"
    assert Note.objects.count() == 1
    assert [(each.rule.name, each.counts) for each in count_due(now=NOW)] == [("notes", {"notes": 1})]


@pytest.mark.django_db
def test_the_command_destroys_and_names_the_certificate(ended):
    create_note(create_student(site=ended), written_at=OF_2025)
    out, again = StringIO(), StringIO()

    call_command("destroy_records", now=NOW, stdout=out)
    call_command("destroy_records", now=NOW, stdout=again)

    certificate = DestructionCertificate.objects.get()
    code = ended.school.district.cd_code
    assert out.getvalue() == f"{code} notes: 1 notes destroyed, certificate {certificate.pk}\n"
    assert again.getvalue() == "Nothing is due.\n"


@pytest.mark.django_db
def test_the_command_says_where_a_log_is_broken():
    assignment = create_assignment()
    see(assignment, create_student(site=assignment.site), at=OF_2025)
    with lifted("oasis_accessentry"):
        super(type(AccessEntry.objects.all()), AccessEntry.objects.all()).update(page="oasis:start")
    out = StringIO()

    call_command("destroy_records", dry_run=True, now=NOW, stdout=out, no_color=True)

    code = assignment.district.cd_code
    assert out.getvalue() == f"{code} access log: The log is broken at 1: nothing from there on goes.\n"
