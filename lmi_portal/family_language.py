"""Pages for families in their own language, while the portal's other pages stay in English.

Settings.LANGUAGES names English alone, as half a translation would mix two languages on one page. What families read
is marked with `for_families` in code, or stands below templates/family/, and is whole in every catalog below locale/
(a test sees to it): a new catalog is a new language.
"""

from functools import cache, wraps

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation.trans_real import parse_accept_lang_header

register = template.Library()

ENGLISH = "en"
PARAMETER = "language"

# Another name for gettext_lazy, by which the strings for families are found in code.
for_families = gettext_lazy


@register.simple_tag
@cache
def family_languages():
    """The languages that families may choose: their codes and their own names for themselves, English first."""
    codes = sorted(file.parent.parent.name for file in (settings.ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
    return {code: language_name(code) for code in [ENGLISH, *codes]}


def language_name(code):
    """What a language calls itself; where Django does not know it, its code."""
    try:
        return get_language_info(code)["name_local"].capitalize()
    except KeyError:
        return code


def nearest_language(*wishes):
    """The first of `wishes`, codes such as “es” or “es-MX” or None, that families may choose; English if none is."""
    codes = ((wish or "").lower().partition("-")[0] for wish in wishes)
    return next((code for code in codes if code in family_languages()), ENGLISH)


def in_family_language(language_of=None):
    """A decorator: the view answers in the language of ?language=, else of its row, else of the browser.

    `language_of(request, **kwargs)` says the row's, or nothing. The choice stays in the address alone.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, **kwargs):
            of_row = language_of(request, **kwargs) if language_of else None
            accepted = [code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
            with translation.override(nearest_language(request.GET.get(PARAMETER), of_row, *accepted)):
                response = view(request, **kwargs)
                if hasattr(response, "render") and callable(response.render):
                    response = response.render()
                response.headers["Content-Language"] = translation.get_language()
            return response

        return answer

    return decorate


def keeping_language(request, address):
    """`address` with the language that was chosen on the page before."""
    chosen = request.GET.get(PARAMETER)
    return f"{address}?{PARAMETER}={nearest_language(chosen)}" if chosen else address
