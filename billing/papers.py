"""Quotes, invoices, credit notes, receipts and statements as tagged PDFs."""

from datetime import UTC, datetime

from lmi_portal.papers import render_paper

FOLDER = "billing/pdf"
LANGUAGES = ["en", "es"]
DATED_BY = {
    "quote": "issued_on",
    "invoice": "issued_on",
    "credit_note": "issued_on",
    "receipt": "received_on",
    "statement": "as_of",
}


def render_pdf(facts, *, language):
    """The paper that `facts` describe, as the bytes of a PDF/UA-1 file; equal facts give equal bytes.

    `facts` are plain JSON values, money as "1250.00" and dates as "2026-11-22": see tests/paper_samples.py for one of
    each kind. A language that no words are written in falls back to English.
    """
    return render_paper(
        f"{FOLDER}/{facts['kind']}.typ",
        facts,
        written_at=issued_at_of(facts),
        language=language if language in LANGUAGES else "en",
    )


def issued_at_of(facts):
    return datetime.fromisoformat(facts[DATED_BY[facts["kind"]]]).replace(tzinfo=UTC)
