"""Words and papers that tell employees of an activity, in each of their languages."""

import io
from datetime import UTC
from itertools import zip_longest

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from lmi_portal.family_language import family_languages, for_families
from lmi_portal.papers import render_paper

from .wording import description_in_language, place_of, title_in_language, when_in_words

POSTER, FLYER = "wellbeing/pdf/poster.typ", "wellbeing/pdf/flyer.typ"
TEXTS = ["announcement", "newsletter"]
WHEN, WHERE, SIGN_UP = for_families("When"), for_families("Where"), for_families("Sign up or read more:")
VOLUNTARY = for_families("You choose if you come. Staying away costs you nothing.")
PROGRAM = for_families("Employee well-being")
SCAN = for_families("Scan the code with your phone.")
EXAMPLE = for_families("This is only an example: the people and what they do are made up.")


def address_of(activity):
    """Its page for employees."""
    path = reverse("wellbeing:activity", args=[activity.program.district.cd_code, activity.pk])
    return settings.SITE_URL + path


def texts_of(activity):
    """[(language code, its own name, {what: text})], to be copied into a letter or a newsletter."""
    return [(code, name, _texts(activity, code)) for code, name in family_languages().items()]


def render_promotion(template, activity, *, language, now):
    """The POSTER or FLYER of an activity as a PDF/UA's bytes."""
    with translation.override(language):
        facts = facts_of(activity)
    return render_paper(template, facts, written_at=now.astimezone(UTC), language=language)


def facts_of(activity):
    """What is printed, in the language of the moment, as plain JSON values."""
    address = address_of(activity)
    return {
        "program": str(PROGRAM),
        "district": activity.program.district.name,
        "title": title_in_language(activity),
        "description": description_in_language(activity),
        "when": when_in_words(activity),
        "where": place_of(activity),
        "address": address,
        "shown_address": address.partition("://")[2],
        "code": code_of(address),
        "made_up": str(EXAMPLE) if activity.program.is_made_up else "",
        "words": {
            "when": str(WHEN),
            "where": str(WHERE),
            "sign_up": str(SIGN_UP),
            "scan": str(SCAN),
            "voluntary": str(VOLUNTARY),
        },
    }


def code_of(address):
    """A QR code as SVG."""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", border=2, dark="#000", light="#fff")
    return drawing.getvalue().decode()


def _texts(activity, language):
    with translation.override(language):
        return {what: _text(what, facts_of(activity)) for what in TEXTS}


def _text(what, facts):
    # In what is copied elsewhere, blanks are plain ones.
    text = render_to_string(f"family/wellbeing/promotion/{what}.txt", facts).replace("\N{NO-BREAK SPACE}", " ")
    lines = text.strip().splitlines()
    # One empty line between paragraphs, however the template came to it.
    return "\n".join(line for line, after in zip_longest(lines, lines[1:]) if line.strip() or (after or "").strip())
