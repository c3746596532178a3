"""Papers as tagged PDFs, set by typst from frozen facts; what they say is their app's own."""

import json
import os
import re
from functools import cache

import typst
from django.conf import settings

from .paper_fonts import installed_fonts

TEMPLATES = settings.ROOT / "templates"

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


def render_paper(template, facts, *, written_at, language):
    """The paper that a `template` such as “billing/pdf/invoice.typ” makes of `facts`, as a PDF/UA-1 file's bytes.

    `facts` are plain JSON values, `written_at` is a moment in UTC; the same of both give the same bytes. A letter that
    no font has becomes □: whatever somebody's name is, the paper is set.
    """
    facts = _with_each_text(_with_each_text(facts, UNPRINTABLE, " "), PILED_ACCENTS, "")
    while True:
        try:
            return typeset(template, facts, written_at=written_at, language=language)
        except typst.TypstError as error:
            unknown = _letters_without_glyph(error)
            if not unknown:
                raise
            facts = _with_each_text(facts, re.compile(f"[{re.escape(unknown)}]"), STAND_IN)


def typeset(template, facts, *, written_at, language):
    """The paper of these facts as they stand; raises TypstError where a letter has no glyph."""
    return compiler_of(template).compile(
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=written_at.replace(microsecond=0),
        sys_inputs={"facts": json.dumps(facts), "language": language},
    )


def compiler_of(template):
    # Typst's threads do not survive a fork: the child would wait for them for ever.
    if _process_that_sets_papers() != os.getpid():
        raise ForkedAfterTypesetting
    # It serves one thread at a time and costs next to nothing; what is warm – the fonts, and what typst remembers of
    # the templates – is the process's.
    return typst.Compiler(TEMPLATES / template, root=TEMPLATES, font_paths=installed_fonts(), ignore_system_fonts=True)


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
