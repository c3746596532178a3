"""The letters that a yearly report's way is told in, ready for the outbox; every fact in them is frozen at the deed."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from wellbeing.school_years import label_of


def to_co_chairs(report, *, by, now):
    """To the co-chairs, but for whoever offered it: the report waits for their word."""
    seats = report.program.seats.co_chairs().exclude(email=by.email.lower())
    return [
        {
            "to": seat.email,
            "reason": f"report_offered:{report.pk}:{now.timestamp():.0f}",
            "template": "wellbeing/email/report_offered",
            "context": {
                "district": report.program.district.name,
                "year": label_of(report.school_year),
                "url": _address(report),
            },
        }
        for seat in seats
    ]


def readers_of(program):
    """The addresses, each once, of the committee and of those who signed the charter in force."""
    signatories = [row for charter in program.charters.in_force() for row in charter.signatories.all()]
    signed = {row.email.lower() for row in signatories if hasattr(row, "signature")}
    return sorted({*program.seats.current().values_list("email", flat=True)} | signed)


def to_readers(report):
    """To the committee and to those who signed: it is out, and attached for who cannot open its page."""
    words = {"district": report.program.district.name, "year": label_of(report.school_year)}
    context = {
        "subject": _("The well-being report %(year)s of %(district)s is out") % words,
        "paragraphs": [
            _("Both co-chairs have approved the joint report %(year)s on employee well-being in %(district)s.") % words,
            _("It is attached. All employees on the program’s list can read it, too, when signed in:"),
        ],
        "url": _address(report),
        "label": _("Read the report"),
        "report_id": report.pk,
    }
    return [
        {
            "to": address,
            "reason": reason_of_publishing(report),
            "template": "email/plain",
            "context": context,
            "attachment": "wellbeing_report",
        }
        for address in readers_of(report.program)
    ]


def reason_of_publishing(report):
    return f"report_published:{report.pk}"


def _address(report):
    return settings.SITE_URL + reverse("wellbeing:report", args=[report.program.district.cd_code, report.school_year])
