"""The consent form as a paper: to be signed with a pen, or the copy of what was signed."""

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import override

from lmi_portal.family_language import for_families
from lmi_portal.papers import render_paper

from .consent_forms import form_for, parts_of
from .consent_wording import RELATIONS, WAYS, records_told
from .models import Consent

Direction = Consent.Direction
BOXES = {
    Direction.OUT: for_families("Yes, the school may tell these helpers what is listed here."),
    Direction.BACK: for_families("Yes, these helpers may tell the school if help came."),
}
LABELS = {
    "student": for_families("Student"),
    "school": for_families("School"),
    "recipients": for_families("Who is told"),
    "records": for_families("What is told"),
    "purpose": for_families("What for"),
    "until": for_families("Until"),
    "signer": for_families("Who signs"),
    "interpreter": for_families("Interpreter"),
    "signature": for_families("Signature"),
    "printed_name": for_families("Your name"),
    "date": for_families("Date"),
    "tick": for_families("Tick one box or both"),
    "signed": for_families("How it was signed"),
    "ended": for_families("This permission ended on"),
}


def blank_form(terms, *, now):
    """The PDF of `terms` (consent_terms.Terms), filled in up to the boxes and the signature."""
    with override(terms.language):
        form = form_for(relation=terms.relation, language=terms.language, now=now)
        facts = _facts(
            form,
            student=terms.student,
            recipients=terms.recipients(),
            records=records_told(terms.records, relation=terms.relation),
            purpose=terms.purpose_text(),
            expires_on=terms.expires_on,
            signer=_signer(terms.guardian.name if terms.guardian else "", terms.relation),
            interpreter=terms.interpreter,
        )
        boxes = [Direction.OUT, *([Direction.BACK] if terms.offers_back() else [])]
        facts |= {"boxes": [[str(BOXES[box]), False] for box in boxes], "signed": "", "ended": ""}
    return _paper(facts, form, now=now)


def signed_copy(consents, *, now):
    """The PDF of `consents`, all of one signature."""
    first = consents[0]
    with override(first.language):
        out = next((each for each in consents if each.direction == Direction.OUT), first)
        facts = _facts(
            first.form,
            student=first.student,
            recipients=[str(each) for each in out.recipients.all()],
            records=records_told(out.records, relation=first.relation),
            purpose=first.purpose,
            expires_on=first.expires_on,
            signer=_signer(first.signer_name, first.relation),
            interpreter=first.interpreter,
        )
        day = date_format(localdate(first.signed_at), "DATE_FORMAT")
        revoked = [each.revocation.revoked_at for each in consents if hasattr(each, "revocation")]
        facts |= {
            "boxes": [[str(BOXES[each.direction]), True] for each in consents],
            "signed": f"{first.signer_name}, {day}, {WAYS[first.way]}",
            "ended": date_format(localdate(max(revoked)), "DATE_FORMAT") if revoked else "",
        }
    return _paper(facts, first.form, now=now)


def _facts(form, *, student, recipients, records, purpose, expires_on, signer, interpreter):
    return {
        "parts": parts_of(form.text),
        "labels": {name: str(label) for name, label in LABELS.items()},
        "student": student.full_name(),
        "school": str(student.school),
        "recipients": recipients,
        "records": records,
        "purpose": purpose,
        "until": date_format(expires_on, "DATE_FORMAT"),
        "signer": signer,
        "interpreter": interpreter,
        "version": f"{form.version} · {form.language} · SHA-256 {form.digest[:16]}",
    }


def _signer(name, relation):
    return ", ".join(part for part in (name, str(RELATIONS[relation])) if part)


def _paper(facts, form, *, now):
    return render_paper("family/pdf/consent.typ", facts, written_at=now, language=form.language)
