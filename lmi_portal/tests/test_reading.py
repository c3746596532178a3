from collections import defaultdict

import pytest

from lmi_portal.running.catalogs import catalogs, family_strings, read_catalog

from .reading import english_grade, english_syllables, spanish_ease, spanish_syllables

HARDEST_ENGLISH, HARDEST_SPANISH = 8, 60
# So few words say nothing about how hard a text is.
FEWEST_WORDS = 40


@pytest.mark.parametrize(
    ("word", "count"),
    [("family", 3), ("school’s", 1), ("help", 1), ("consent", 2), ("zaplet", 2)],
)
def test_english_syllables(word, count):
    assert english_syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("familia", 3),
        ("escuela", 3),
        ("información", 4),
        ("quien", 1),
        ("guía", 2),
        ("país", 2),
        ("hoy", 1),
        ("leer", 2),
    ],
)
def test_spanish_syllables(word, count):
    assert spanish_syllables(word) == count


def test_control_a_statute_reads_above_the_eighth_grade():
    text = "An educational agency may disclose personally identifiable information upon receiving signed authorization."

    assert english_grade(text) > 12


def sentences_of(file):
    """What one page or module says in sentences, in English and by catalog."""
    return [text for text in by_file()[file] if text[-1:] in {".", "?", "!"}]


def by_file():
    texts = defaultdict(list)
    for text, _context, place in family_strings():
        texts[place.rpartition(":")[0]] += [text] if isinstance(text, str) else [text[1]]
    return texts


@pytest.mark.parametrize("file", sorted(by_file()))
def test_what_families_read_is_for_grade_eight_or_below(file):
    english = " ".join(sentences_of(file))
    catalog = read_catalog(catalogs()["es"])
    spanish = " ".join(_in(catalog, text) for text in sentences_of(file))

    if len(english.split()) >= FEWEST_WORDS:
        assert (english_grade(english) <= HARDEST_ENGLISH, spanish_ease(spanish) >= HARDEST_SPANISH) == (True, True), (
            f"English grade {english_grade(english):.1f}, Spanish ease {spanish_ease(spanish):.0f}"
        )


def _in(catalog, text):
    message = catalog.get(text) or next(each for each in catalog if isinstance(each.id, tuple) and each.id[1] == text)
    return message.string if isinstance(message.string, str) else message.string[1]
