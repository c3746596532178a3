"""What the head of a page tells other programs: its title and description again, and facts as schema.org names them."""

import json

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()

# A browser reads markup inside of script elements too, so what begins or ends markup is written in JSON's own codes.
AS_CODES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_block_tag(end_name="end_one_line")
def one_line(content):
    """What a block of the page prints, blanks and line ends put together, to be printed in more than one place."""
    # The template has escaped it already.
    return mark_safe(" ".join(content.split()))  # noqa: S308


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


def whole(*facts):
    """JSON-LD of a page: the schema.org `facts` of all that is on it."""
    return {"@context": "https://schema.org", "@graph": [fact for fact in facts if fact]}


def breadcrumbs(*steps):
    """A BreadcrumbList of (name, path), the front page first and this page last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": str(name), "item": absolute(path)}
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }
