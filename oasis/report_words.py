"""The words of papers for families, in English and Spanish: templates/oasis/pdf/words/."""

import json
from functools import cache

from lmi_portal.papers import TEMPLATES

FOLDER = TEMPLATES / "oasis" / "pdf" / "words"
ENGLISH = "en"


@cache
def languages():
    return sorted(file.stem for file in FOLDER.glob("*.json"))


@cache
def words_in(language):
    return json.loads((FOLDER / f"{language}.json").read_text())


def language_for(student, asked=None):
    """The language asked for, else that of the home, where there are words in it; else English."""
    home = student.household.language if student.household else student.language
    return next((each for each in [asked, home] if each in languages()), ENGLISH)


def say(words, key, **values):
    return words[key].format(**values)


def day_in(words, day):
    return words["date"].format(month=words["months"][day.month - 1], day=day.day, year=day.year)


def called(words, of, name):
    """What a coded `name` – a field, a role, a purpose – is called; an unknown one in its own letters."""
    return words[of].get(name, str(name).replace("_", " "))
