"""A charter as a PDF/UA: its whole text, its fingerprint and who signed it."""

from datetime import UTC

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lmi_portal.papers import render_paper
from wellbeing.models import Charter

from .sheet import lines_of, who_signs_twice
from .wording import parts_of

TEMPLATE = "wellbeing/pdf/charter.typ"


def render_charter(charter):
    """The PDF's bytes."""
    written_at = charter.ended_at or charter.in_force_at or charter.offered_at or charter.drafted_at
    return render_paper(TEMPLATE, paper_facts(charter), written_at=written_at.astimezone(UTC), language="en")


def paper_facts(charter):
    """All that is printed, as plain JSON values."""
    program, lines = charter.program, lines_of(charter)
    return {
        "title": _("Well-being charter"),
        "district": program.district.name,
        "version": _("Version %(version)s") % {"version": charter.version},
        "state": charter.get_state_display(),
        "is_in_force": charter.state == Charter.State.IN_FORCE,
        "since": _day(charter.in_force_at),
        "made_up": _("Made up: this program and its people are an example.") if program.is_made_up else "",
        "parts": [{"heading": heading, "paragraphs": _paragraphs(text)} for heading, text in parts_of(charter)],
        "signatures": [_signature(line) for line in lines],
        "twice": who_signs_twice(lines),
        "fingerprint": charter.text_sha256,
        "words": {
            "signatures": _("Signatures"),
            "capacity": _("Signs as"),
            "name": _("Name"),
            "signed": _("Signed"),
            "fingerprint": _("Fingerprint of the text (SHA-256):"),
            "since": _("In force since"),
            "how": _(
                "Signed electronically under the Uniform Electronic Transactions Act, Civil Code §§ 1633.1–1633.17."
            ),
            "page": _("Page"),
        },
    }


def _signature(line):
    signature = line.signature
    name = signature.typed_name if signature else line.signatory.name if line.signatory else ""
    moment = date_format(timezone.localtime(signature.signed_at), "N j, Y, P e") if signature else ""
    return {"capacity": line.label, "name": name, "signed": moment}


def _paragraphs(text):
    return [line for line in text.splitlines() if line.strip()]


def _day(moment):
    return date_format(timezone.localtime(moment), "N j, Y") if moment else ""
