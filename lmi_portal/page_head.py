"""What the head of a page tells other programs: its title and description again, and facts as schema.org names them."""

import json
from html import unescape

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import Truncator

register = template.Library()

# What search engines show of a description.
LONGEST = 158
# A browser reads markup inside of script elements too, so what begins or ends markup is written in JSON's own codes.
AS_CODES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_block_tag(end_name="end_one_line")
def one_line(content):
    """What a block of the page prints, blanks and line ends put together, to be printed in more than one place."""
    # The template has escaped it already.
    return mark_safe(" ".join(content.split()))  # noqa: S308


@register.simple_block_tag(end_name="end_in_short")
def in_short(content):
    """What a block of the page prints, on one line no longer than search engines show."""
    return shortened(unescape(" ".join(content.split())))


@register.simple_tag
def linked_data(facts):
    """A script element of JSON-LD that nothing in `facts`, a dict or a list of them, can end or break."""
    written = json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False).translate(AS_CODES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))  # noqa: S308


def absolute(path):
    """The whole address of one of the portal's pages."""
    return settings.SITE_URL + path


def known(**facts):
    """A dict of the `facts` that are known, `at_type` as “@type” and `at_id` as “@id”."""
    return {name.replace("at_", "@", 1): fact for name, fact in facts.items() if fact not in (None, "", [], {})}


def postal_address(*, street, city, zip_code):
    """A PostalAddress in California; of what is empty nothing is said."""
    return known(
        at_type="PostalAddress",
        streetAddress=street,
        addressLocality=city,
        postalCode=zip_code,
        addressRegion="CA",
        addressCountry="US",
    )


def initiative():
    """The Organization whose portal this is."""
    return {
        "@type": "Organization",
        "@id": absolute("/#initiative"),
        "name": "California Labor Management Initiative",
        "alternateName": "CA LMI",
        "url": absolute("/"),
        "logo": absolute(static("lmi-share.png")),
        "areaServed": {"@type": "State", "name": "California"},
    }


def website():
    return {
        "@type": "WebSite",
        "@id": absolute("/#website"),
        "name": "LMI portal",
        "url": absolute("/"),
        "inLanguage": "en-US",
        "publisher": {"@id": absolute("/#initiative")},
    }


def whole(*facts):
    """JSON-LD of a page: the schema.org `facts` of all that is on it."""
    return {"@context": "https://schema.org", "@graph": [fact for fact in facts if fact]}


def in_brief(*parts):
    """A description for the head: the parts that are there, in a line that search engines show whole."""
    return shortened(" · ".join(str(part).strip() for part in parts if part))


def shortened(words):
    return Truncator(words).chars(LONGEST, truncate=" …")


def list_of(rows):
    """An ItemList of (name, path)."""
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": str(name), "url": absolute(path)}
            for position, (name, path) in enumerate(rows, start=1)
        ],
    }


def breadcrumbs(*steps):
    """A BreadcrumbList of (name, path), this page last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": str(name), "item": {"@id": absolute(path)}}
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }
