"""The questions that surveys are made of: our own words, in English and Spanish, and none about anyone's health.

Each wave asks a question in the same words, so that waves compare; a pulse always asks the same few. An employer asks
employees nothing that is likely to tell of a disability or of genes (ADA, 42 U.S.C. § 12112(d)(4); GINA, 42 U.S.C.
§ 2000ff-1(b)).
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from lmi_portal.family_language import ENGLISH, nearest_language

FILE = Path(__file__).parent.parent / "facts" / "questions.json"

SCALE, CHOICE, CHOICES, COMMENT = "scale", "choice", "choices", "comment"


@dataclass(frozen=True)
class Question:
    """One question: `topic` is its section, `good` the end of a scale that one hopes for: “agree” or “disagree”."""

    key: str
    topic: str
    kind: str
    good: str
    words: dict
    labels: dict

    def text(self, language=None):
        return in_language(self.words, language)

    def options(self, language=None):
        """{option key: label} in the order in which they are offered; none where the answer is a comment."""
        return {key: in_language(label, language) for key, label in self.labels.items()}


def in_language(words, language=None):
    """Of the words {language: text} those of `language`, else of the page's language, else English."""
    return words.get(nearest_language(language or get_language()), words[ENGLISH])


@cache
def questions():
    """{key: Question} of the whole bank, in its order."""
    return {row["key"]: _question(row) for row in _file()["questions"]}


@cache
def topics():
    """{key: {language: heading}} in the order of a survey's sections."""
    return {row["key"]: _words(row) for row in _file()["topics"]}


@cache
def pulse():
    """The keys of the questions that every pulse asks."""
    return tuple(_file()["pulse"])


def asked(survey):
    """The Questions of one survey, in the order in which it asks them."""
    return [questions()[key] for key in survey.questions]


def in_bank_order(keys):
    """Those of `keys` that the bank has, each once, in the bank's order: sections stay together."""
    return [key for key in questions() if key in keys]


@cache
def _file():
    return json.loads(FILE.read_text())


def _question(row):
    options = _file()["scale"] if row["kind"] == SCALE else row.get("options", [])
    return Question(
        key=row["key"],
        topic=row["topic"],
        kind=row["kind"],
        good=row.get("good", ""),
        words=_words(row),
        labels={option["key"]: _words(option) for option in options},
    )


def _words(row):
    return {language: row[language] for language in ("en", "es")}
