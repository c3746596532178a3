"""Words by which free text gives somebody's health away, in English and Spanish, with or without accents.

An employer may ask no employee about a disability or an illness unless the job calls for it, and what a voluntary
program learns is confidential (ADA, 42 U.S.C. § 12112(d)(4)); nor may it ask for genetic information, which the health
of relatives is (GINA, 42 U.S.C. § 2000ff-1(b)). So none is asked for here, and who types it is warned.
"""

import re
import unicodedata

from lmi_portal.accents import without_accents

ILLNESS = [
    r"diagnos(?:is|es|ed|e|tic[oa]s?|tica(?:do|da|ron))?",
    r"illness(?:es)?|diseases?|enfermedad(?:es)?|enferm[oa]s?|padecimientos?",
    r"sick(?! (?:leave|days?|time|pay|bank|hours?))|(?:has|have|had|got|tested positive for) (?:the )?(?:covid|flu)",
    r"cancer(?:es)?|tumou?rs?|tumor(?:es)?|chemo(?:therapy)?|quimio(?:terapia)?",
    r"diabet(?:es|ics?|ic[oa]s?)|prediabetes|insulin[ae]?|asthma(?:tic)?|asma|asmatic[oa]s?",
    r"heart (?:attack|disease|condition|failure|surgery)|infartos?|stroke (?:survivor|patient)|epilep(?:sy|tic|sia)",
    r"arthritis|artritis|migraines?|migranas?|lupus|hiv|vih|aids|sida|hepatitis|covid positive",
    r"depress(?:ed|ive|ion)|depresion|deprimid[oa]s?|anxiety|ansiedad|panic attacks?|ataques? de panico",
    r"bipolar|schizophreni\w*|esquizofreni\w*|ptsd|tept|adhd|tdah|autis(?:m|tic|mo|ta)|suicid\w*",
    r"alcoholi(?:sm|cs?|smo|c[oa]s?)|addict(?:ed|ion|s)?|adiccion(?:es)?|adict[oa]s?|rehab(?:ilitation)?",
    r"menopaus(?:e|al|ia)|insomnia|insomnio|allerg(?:y|ies|ic)|alergias?|alergic[oa]s?",
    r"mental health (?:condition|issue|problem|disorder|history)s?|trastornos?|disorders?",
]
CARE = [
    r"medications?|medicines?|medicamentos?|medicinas?|prescriptions?|recetas? medicas?|antidepress\w*|antidepresiv\w*",
    r"surger(?:y|ies)|cirugias?|operated on|hospitali[sz]ed|hospitalizad[oa]s?|in (?:the )?hospital",
    r"therap(?:y|ist)(?! dog)|in treatment|terapeutas?|terapias?|tratamientos? medicos?",
    r"my doctor|mi (?:doctora?|medic[oa])|hypertens\w*|hipertens\w*",
    r"blood (?:pressure|sugar|tests?|work)|presion (?:arterial|alta|baja)|azucar en (?:la )?sangre",
    r"cholesterol|colesterol|a1c|bmi|imc|medical (?:records?|history|leave|conditions?|exams?)",
    r"historial(?:es)? medicos?|vaccinated|unvaccinated|vacunad[oa]s?|family and medical leave|fmla",
]
BODY = [
    r"pregnan(?:t|cy|cies)|embaraz(?:o|os|ada|adas)|miscarr\w*|aborto espontaneo|fertility|ivf|maternity leave",
    r"disabled|disabilit(?:y|ies)|discapacidad(?:es)?|discapacitad[oa]s?|handicapped|wheelchair|silla de ruedas",
    r"weigh(?:s|ed|t|ts|ing|-ins?)?|weight loss|peso|pesan?|lost \d+ (?:pounds|lbs)|obes(?:e|ity|idad|[oa]s?)",
    r"overweight|sobrepeso|body fat|waist",
]
RELATIVES = [
    r"family (?:medical )?history|antecedentes familiares|historia familiar|hereditary|hereditari[oa]s?|genetic\w*",
    r"runs in (?:the|my|our|his|her|their) family",
]

# Where it is the work that weighs, or a weight room that opens, nobody's body is meant.
_NO_BODY = r"(?! (?:in on|up|room|rooms|training|lifting|of (?:the|this|that|our)|on (?:us|me|everyone)))"
_WORDS = re.compile(r"(?<!\w)(?:" + "|".join([*ILLNESS, *CARE, *BODY, *RELATIVES]) + rf")(?!\w){_NO_BODY}")


def health_words_in(text):
    """The words of `text`, in small letters and in their order, that read like somebody's health; each once."""
    written = unicodedata.normalize("NFC", " ".join(text.replace("\u00ad", "").replace("’", "'").split())).casefold()
    plain = without_accents(written).casefold()
    found = {word.group(): word.span() for word in _WORDS.finditer(plain)}
    # Signs that are several letters without their accents leave no place to find the word as it was written.
    is_alike = len(plain) == len(written)
    return [written[slice(*span)] if is_alike else word for word, span in found.items()]
