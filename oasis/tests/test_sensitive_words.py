import pytest
from django.core.exceptions import ValidationError

from oasis.sensitive_words import refuse_sensitive_words

TOLD = [
    "The family is undocumented.",
    "UNDOCUMENTED",
    "Mother is un-documented",
    "papás indocumentados",
    "She is not a citizen",
    "non-citizen household",
    "asked about her citizenship",
    "su ciudadanía está en trámite",
    "Immigration status unknown",
    "Needs an immigration lawyer",
    "estatus migratorio irregular",
    "inmigrantes de hace poco",
    "Her visa ran out",
    "on a U visa",
    "U-visa pending",
    "no tiene visa",
    "waiting for a green card",
    "tarjeta verde",
    "Dad was taken by ICE last week",
    "Dad was taken by ice last week",
    "an ice raid at work",
    "Brother is in ICE detention",
    "la migra vino a la casa",
    "Father was deported in May",
    "deportaron al papá",
    "has DACA",
    "TPS holder",
    "asylum hearing on Monday",
    "pidió asilo",
    "refugee family",
    "They have no papers",
    "viven sin papeles",
    "illegal alien",
    "alien registration number",
    "permanent resident since 2020",
    "crossed the border in June",
    "cruzaron la frontera",
    "came to this country last year",
    "needs a passport",
    "pasaporte vencido",
    "SSN on file",
    "123-45-6789",
    "123–45–6789",
    "123 45 6789",
    "social security number is missing",
    "número de seguro social",
    "A 123456789",
    "Place of birth: Oaxaca",
    "birthplace unknown",
    "She was born in El Salvador",
    "born in the United States",
    "nació en Guatemala",
    "nacido en Puebla",
    "lugar de nacimiento",
    "country of origin",
    "her nationality",
    "undocu\u200bmented",
]
FREE = [
    "",
    "Needs glasses, the old pair broke.",
    "Loves ice cream and ice skating",
    "Put ice on the knee",
    "Twisted ankle, was treated with ice packs",
    "NEEDS AN ICE PACK EVERY DAY",
    "ICE contact is the aunt",
    "Paid with a Visa card",
    "a $50 Visa gift card for shoes",
    "Visa/Mastercard accepted",
    "tarjeta Visa",
    "wrote a story about an alien in space",
    "afraid of aliens in movies",
    "a good citizen of the class",
    "Citizenship grade went down",
    "digital citizenship lesson",
    "lives with a senior citizen neighbor",
    "was born in March",
    "born in 2013",
    "a sister was born in the spring",
    "nació en 2012",
    "nació en abril",
    "has undocumented absences",
    "call 323-555-0142 after 5",
    "(323) 555-0142",
    "ZIP 90016-1234, room 123-45",
    "student number 123456789",
    "papers due on Friday",
    "no papers due this week",
    "work permit from the counselor",
    "permiso de trabajo de la escuela",
    "Lives on Visalia Avenue",
    "Speaks Spanish and K'iche' at home",
    "health passport is with the foster parent",
    "asilo de ancianos: la abuela vive ahí",
    "Icela is her aunt",
    "applies for social security benefits at the office",
    "new to this school",
    "moved from Fresno in August",
    "Justice club", "service", "notice",
]  # fmt: skip


@pytest.mark.parametrize("text", TOLD)
def test_what_the_law_keeps_out_is_stopped(text):
    with pytest.raises(ValidationError) as refusal:
        refuse_sensitive_words(text)

    assert refusal.value.code == "sensitive"


@pytest.mark.parametrize("text", FREE)
def test_everyday_words_pass(text):
    refuse_sensitive_words(text)


def test_the_refusal_says_which_words_why_and_what_to_write_instead():
    with pytest.raises(ValidationError) as refusal:
        refuse_sensitive_words("Undocumented, born in Puebla")

    assert refusal.value.message == (
        "Leave out “Undocumented”, “born in”. Nothing about citizenship, immigration status, a Social Security number"
        " or a birthplace is kept here, so that nobody can be made to hand it over (Education Code § 234.7)."
        " Write which help is needed instead, as in “legal help for the family”."
        " Write what the helper must know instead, as in “speaks Spanish at home” or “new to this school”."
    )
