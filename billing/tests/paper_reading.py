"""Papers as their readers find them: the text of each page, and the tags."""

import re

import pikepdf
import pypdfium2

from billing.papers import render_pdf


def pages_of(facts, language="en"):
    """The text of each page, one space for each gap."""
    document = pypdfium2.PdfDocument(render_pdf(facts, language=language))
    return [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document]


def text_of(facts, language="en"):
    return " ".join(pages_of(facts, language))


def first_page_of(facts):
    """The first page, that can be asked where each of its letters stands."""
    return pypdfium2.PdfDocument(render_pdf(facts, language="en"))[0].get_textpage()


def tags_of(element):
    """The kinds of tagged elements below this one of a PDF's structure, in reading order."""
    if isinstance(element, pikepdf.Array):
        return [tag for child in element for tag in tags_of(child)]
    if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
        return []
    return [str(element.S), *tags_of(element.get("/K"))]
