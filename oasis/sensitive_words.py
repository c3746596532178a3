"""Words that free text about students may not hold, and what to write instead.

No school official may collect information about the citizenship or immigration status of pupils or their families
(Education Code § 234.7), nor their Social Security numbers (§ 49076.7); what is not on file, nobody can be made to hand
over. A birthplace tells the same by a detour. English and Spanish, with or without accents.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lmi_portal.accents import without_accents

_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_NO_PLACE = (
    rf"(?:\d|(?:{_MONTH}|early|late|mid|poverty|our|this|that|her|his|their|the|an?|su|casa|primavera|verano)\b"
    r"|(?:el|la|un|una) (?:hospital|casa|carro|auto|coche|primavera|verano|invierno|ano|mes|familia)\b)"
)

STATUS = [
    r"(?<!senior )(?<!good )(?<!digital )(?<!model )(?<!global )(?:non-?)?citizens?\b",
    r"(?<!good )(?<!digital )(?<!model )(?<!global )(?:non-?)?citizenship\b(?! (?:award|grade|mark|class|club|prize))",
    r"(?:non-?)?(?:im|in)migra\w+",
    r"(?:un-?documented|indocumentad[oa]s?)\b(?! (?:absence|tardy|visit|expense|hour|incident|case))",
    r"(?:illegal|criminal|(?:non-?)?resident|deportable) aliens?",
    r"aliens? (?:registration|number|card|status|relative)",
    r"(?:is|are|was|were|be|he|she|they|family|parents?|mother|father|mom|dad|kids?) illegals?\b",
    r"illegals\b|illegally (?:here|in (?:the|this) (?:country|us|u\.s\.))|(?:es|son|esta|estan) ilegal(?:es)?\b",
    r"(?<!gift )(?<!prepaid )(?<!tarjeta )(?<!tarjeta de regalo )visas?\b"
    r"(?!\s*(?:/|gift|debit|credit|prepaid|cards?|check)|\s+(?:and|or|o|y) mastercard)",
    r"visados?\b",
    r"green ?cards?\b|tarjetas? verdes?\b",
    r"deport(?:ed|ation|ations|ing|able|ad[oa]s?|acion|aciones|ar|aron|o)?\b(?! (?:yourself|himself|herself))",
    r"(?:removal|deportation) (?:proceedings?|hearing|order)",
    r"ice (?:raid|agent|officer|detention|detain|arrest|custody|hold|facility|came|took|picked|check-?in)\w*",
    r"(?:by|from|with|of|about|de|por|a) ice\b(?! (?:cream|skat|hockey|pack|rink|breaker|water|tea|on|burn|bag|for))",
    r"border patrol|patrulla fronteriza|la migra\b|redada de",
    r"daca\b|dreamer status|deferred action|temporary protected status|humanitarian parole|parol(?:ed)? into",
    r"asylum|asylees?\b|asilo\b(?! de ancianos)|refugees?\b|refugiad[oa]s?\b",
    r"naturali[sz](?:ed|ation|ing|ad[oa]s?|acion|ar|arse)\b",
    r"(?:lawful |legal )?permanent residen\w+|legal residents?\b|residentes? (?:permanente|legal)s?",
    r"(?:legal|migration|residency|migratori[oa]|estatus) status|estatus (?:legal|migratorio)|situacion migratoria",
    r"migratori[oa]s?\b",
    r"(?:no|without|lacks?|lacking|without any|(?:have|has|got|get)(?: any| no| legal)?) papers\b(?! (?:due|to))",
    r"(?:sin|no tienen?|arregl\w+(?: sus| los)?|tienen?) papeles",
    r"(?:work|employment) authorization|i-?94\b|i-?20\b|form i-?\d{3}",
    r"(?<!health )(?<!education )(?<!reading )(?<!college )passports?\b|pasaportes?\b",
    r"matricula consular|consular id",
    r"ciudadan(?:ia|[oa]s?)\b",
    r"(?:crossed|crossing|cross) the border|cruz\w+ la frontera",
    r"(?:came|come|entered|arrived|brought) (?:in)?to (?:the )?(?:u\.?s\.?a?\b|united states|this country|america\b)",
    r"(?:came|entered|arrived in|overstayed|stays? in) the country",
    r"(?:llego|llegaron|vino|vinieron|entro|entraron) a(?: los)? (?:ee\.? ?uu\.?|estados unidos|este pais)",
]
BIRTHPLACE = [
    r"birth ?-?place|place of birth|country of (?:birth|origin)|lugar de nacimiento|pais (?:de origen|natal)",
    rf"\bborn (?:in|at) (?!{_NO_PLACE})",
    r"\bborn in the (?:us\b|u\.s|united states|philippines|dominican|country)",
    rf"\b(?:nacio|nacieron|nacid[oa]s?) en (?!{_NO_PLACE})",
    r"foreign-?born|nationality|nacionalidad|native of|(?:es|son) natural(?:es)? de|home country|extranjer[oa]s?\b",
]
NUMBER = [
    r"(?<![\d-])\d{3}[- .]\d{2}[- .]\d{4}(?![\d-])",
    r"ssn\b|ss ?#|itin\b|social security (?:number|no\b|num|#|card)",
    r"(?:numero|no\.?|num\.?|tarjeta) (?:de |del )?seguro social",
    r"(?<!\w)a[-# ]{0,2}\d{8,9}\b",
]

# In capitals among small letters only: a text all in capitals would read every ICE PACK as the agency.
_AGENCY = re.compile(r"\bICE\b(?!\s*(?:[Cc]ream|[Ss]kat|[Hh]ockey|[Pp]ack|[Rr]ink|[Bb]reaker|[Cc]ontact))|\bTPS\b")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("\u00a0\u2007\u202f", " "))

_STATUS, _BIRTHPLACE, _NUMBER = (
    re.compile(r"(?<!\w)(?:" + "|".join(patterns) + ")", re.IGNORECASE) for patterns in (STATUS, BIRTHPLACE, NUMBER)
)
_WHY = _(
    "Leave out “%(words)s”. Nothing about citizenship, immigration status, a Social Security number or a birthplace is"
    " kept here, so that nobody can be made to hand it over (Education Code § 234.7)."
)
_INSTEAD = {
    _STATUS: _("Write which help is needed instead, as in “legal help for the family”."),
    _BIRTHPLACE: _("Write what the helper must know instead, as in “speaks Spanish at home” or “new to this school”."),
    _NUMBER: _("The district’s own student number is enough."),
}


def refuse_sensitive_words(text):
    """Raises ValidationError, with why and what to write instead, where `text` tells what may not be kept."""
    found, advice = [], []
    plain = without_accents(_visible(text))
    for pattern, instead in _INSTEAD.items():
        words = [match.group().strip() for match in pattern.finditer(plain)]
        if pattern is _STATUS and not text.isupper():
            words += [match.group() for match in _AGENCY.finditer(plain)]
        if words:
            found += words
            advice.append(str(instead))
    if found:
        words = "”, “".join(dict.fromkeys(found))
        raise ValidationError(" ".join([_WHY % {"words": words}, *advice]), code="sensitive")


def _visible(text):
    """Without characters of no width, which would part a word unseen."""
    return "".join(letter for letter in text.translate(_DASHES) if letter.isprintable() or letter.isspace())
