"""The languages that families near the schools ask for, by their codes of ISO 639, as the directory names them."""

from django.utils.translation import gettext_lazy as _

LANGUAGES = {
    "en": _("English"),
    "es": _("Spanish"),
    "ar": _("Arabic"),
    "hy": _("Armenian"),
    "zh": _("Chinese"),
    "fa": _("Farsi"),
    "hmn": _("Hmong"),
    "ja": _("Japanese"),
    "km": _("Khmer"),
    "ko": _("Korean"),
    "pa": _("Punjabi"),
    "ru": _("Russian"),
    "tl": _("Tagalog"),
    "vi": _("Vietnamese"),
    "ase": _("American Sign Language"),
}


def name_of(language):
    """Of a Language: as it is on file, else by its code."""
    return language.name or named(language.code)


def named(code):
    """“Spanish” for “es”, as staff and providers say it; a code that is not above stays as it is."""
    return str(LANGUAGES.get(code, code))
