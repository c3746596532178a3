"""A yearly report that is out is sent to the committee and to those who signed the charter, each once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from districts.models import BargainingUnit, Side
from districts.tests.factories import create_unit
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render
from wellbeing.models import Signatory, Signature
from wellbeing.school_years import label_of

from .factories import co_chair, create_charter, create_employee, create_program, create_seat
from .test_reports import State, approved_by, create_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return create_program()


def letters():
    return Email.objects.filter(reason__startswith="report_published:").order_by("to")


def test_the_committee_and_who_signed_the_charter_are_written_to_once(program):
    member = create_seat(program)
    create_seat(program, until_on=timezone.localdate())
    create_employee(program)
    signed = list(program.charters.get().signatories.all())
    former = create_charter(program, state="withdrawn").signatories.first()
    Signature.objects.create(signatory=former, typed_name=former.name, text_sha256="ab" * 32, signed_at=timezone.now())
    signed[0].email = member.email
    signed[0].save()
    report = approved_by(create_report(program, State.OFFERED), Side.LABOR)
    after_one = letters().count()

    approved_by(report, Side.MANAGEMENT)

    chairs = [seat.email for seat in program.seats.co_chairs()]
    assert after_one == 0
    assert [each.to for each in letters()] == sorted({member.email, *chairs, *(row.email for row in signed)})


def test_who_was_asked_to_sign_and_has_not_is_not_written_to(program):
    unit = create_unit(program.district, kind=BargainingUnit.Kind.CERTIFICATED_SUPERVISORY)
    asked = {
        "capacity": Signatory.Capacity.UNIT_PRESIDENT,
        "unit": unit,
        "name": "Una",
        "email": "unsigned@example.org",
    }
    program.charters.get().signatories.create(**asked)

    create_report(program, State.PUBLISHED)

    assert not letters().filter(to="unsigned@example.org").exists()


def test_the_letter_has_the_report_and_its_address(program):
    report = create_report(program, State.PUBLISHED)

    message = render(letters().first())

    name, year = program.district.name, label_of(report.school_year)
    address = reverse("wellbeing:report", args=[program.district.cd_code, report.school_year])
    assert message.subject == f"The well-being report {year} of {name} is out"
    assert message.body.split("\n--")[0] == (
        f"Both co-chairs have approved the joint report {year} on employee well-being in {name}.\n\n"
        "It is attached. All employees on the program’s list can read it, too, when signed in:\n\n"
        f"Read the report:\nhttp://localhost:8000{address}\n"
    )
    assert f'href="http://localhost:8000{address}"' in message.alternatives[0].content
    [(file, content, kind)] = message.attachments
    assert (file, content[:5], kind) == (f"well-being-report-{year.replace('–', '-')}.pdf", b"%PDF-", "application/pdf")


def test_the_page_says_how_many_letters_go_out(client, program):
    report = create_report(program, State.OFFERED)
    client.force_login(co_chair(program, Side.LABOR))

    page = client.get(reverse("wellbeing:report_approve", args=[program.district.cd_code, report.school_year]))

    assert page.context["letters"] == 5
    assert "Then 5 letters with the report go out, to the committee and to those who signed the charter." in page.text
