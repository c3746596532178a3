"""Quotes, invoices, credit notes, receipts and statements as tagged PDFs, set by typst."""

import json
import os
import re
from datetime import UTC, datetime
from functools import cache

import typst
from django.conf import settings

from .paper_fonts import installed_fonts

FOLDER = settings.ROOT / "templates" / "billing" / "pdf"
LANGUAGES = ["en", "es"]
DATED_BY = {
    "quote": "issued_on",
    "invoice": "issued_on",
    "credit_note": "issued_on",
    "receipt": "received_on",
    "statement": "as_of",
}

STAND_IN = "□"
# Line ends, controls, and marks that turn the direction of all that follows.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
# More than three accents on one letter would reach into the lines above.
PILED_ACCENTS = re.compile("(?<=[\u0300-\u036f\u20d0-\u20f0]{3})[\u0300-\u036f\u20d0-\u20f0]+")
# What the first font has for certain. Beside a mark that no font has, typst names these too.
COMMON = re.compile(f"[ -~\xa0-\u017f\u2010-\u2027{STAND_IN}]")
LETTER_WITHOUT_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class ForkedAfterTypesetting(Exception):
    """A process set papers and then forked; papers can be set in the parent or in the children, not in both."""


def render_pdf(facts, *, language):
    """The paper that `facts` describe, as the bytes of a PDF/UA-1 file; equal facts give equal bytes.

    `facts` are plain JSON values, money as "1250.00" and dates as "2026-11-22": see tests/paper_samples.py for one of
    each kind. A language that no words are written in falls back to English. A letter that no font has becomes □,
    because a district must get its invoice whatever somebody's name is.
    """
    facts = _with_each_text(_with_each_text(facts, UNPRINTABLE, " "), PILED_ACCENTS, "")
    while True:
        try:
            return typeset(facts, language)
        except typst.TypstError as error:
            unknown = _letters_without_glyph(error)
            if not unknown:
                raise
            facts = _with_each_text(facts, re.compile(f"[{re.escape(unknown)}]"), STAND_IN)


def typeset(facts, language):
    """The paper of these facts as they stand; raises TypstError where a letter has no glyph."""
    issued_at = datetime.fromisoformat(facts[DATED_BY[facts["kind"]]]).replace(tzinfo=UTC)
    return compiler_of(facts["kind"]).compile(
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=issued_at,
        sys_inputs={"facts": json.dumps(facts), "language": language if language in LANGUAGES else "en"},
    )


def compiler_of(kind):
    # Typst's threads do not survive a fork: the child would wait for them for ever.
    if _process_that_sets_papers() != os.getpid():
        raise ForkedAfterTypesetting
    # It serves one thread at a time and costs next to nothing; what is warm – the fonts, and what typst remembers of
    # the templates – is the process's.
    return typst.Compiler(FOLDER / f"{kind}.typ", root=FOLDER, font_paths=installed_fonts(), ignore_system_fonts=True)


@cache
def _process_that_sets_papers():
    return os.getpid()


def _letters_without_glyph(error):
    """The letters that typst names in its refusal; none where it refuses for another reason."""
    texts = LETTER_WITHOUT_GLYPH.findall(error.diagnostic)
    letters = set("".join(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) for text in texts))
    return "".join(sorted(letter for letter in letters if not COMMON.match(letter)))


def _with_each_text(facts, pattern, replacement):
    if isinstance(facts, str):
        return pattern.sub(replacement, facts)
    if isinstance(facts, dict):
        return {name: _with_each_text(value, pattern, replacement) for name, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [_with_each_text(value, pattern, replacement) for value in facts]
    return facts
