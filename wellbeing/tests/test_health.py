import re

import pytest
from django import forms
from django.apps import apps
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from wellbeing.health import health_words_in
from wellbeing.health_warning import WarnsOfHealth

TOLD = [
    "I was diagnosed in May",
    "Mi diagnóstico llegó ayer",
    "She has diabetes",
    "takes medication at noon",
    "toma medicamentos",
    "Maria is pregnant",
    "está embarazada",
    "He is DISABLED",
    "tiene una discapacidad",
    "lost weight",
    "bajé de peso",
    "high blood pressure",
    "presión alta",
    "a family history of stroke",
    "antecedentes familiares",
    "my anxiety is worse",
    "en terapia",
    "my doctor told me",
]
NOT_TOLD = [
    "Quiet rooms at every school",
    "A duty-free lunch, and meetings that end on time",
    "Sick leave rules are for bargaining",
    "The weight of the new forms on everyone",
    "A weight room that opens early",
    "Caminatas los martes después de clases",
    "Too much stress in May; more respect, please",
    "Weighty questions",
    "",
]


@pytest.mark.parametrize("text", TOLD)
def test_words_of_health_are_found(text):
    assert health_words_in(text)


@pytest.mark.parametrize("text", NOT_TOLD)
def test_words_of_work_are_left_alone(text):
    assert health_words_in(text) == []


def test_each_word_is_named_once_and_as_a_whole():
    assert health_words_in("Cancer, cancer, CANCER and\nblood\n pressure") == ["cancer", "blood pressure"]


def test_a_word_is_named_as_it_was_written():
    composed, apart = "Mi DIAGNÓSTICO llegó", "Mi diagno\u0301stico llegó"

    assert health_words_in(composed) == health_words_in(apart) == ["diagnóstico"]
    # Some signs become two letters, so that places are no longer the same.
    assert health_words_in(f"½ … {composed}") == ["diagnostico"]


class Note(WarnsOfHealth, forms.Form):
    name = forms.CharField()
    text = forms.CharField(widget=forms.Textarea)
    email = forms.EmailField(required=False)
    not_free_text = ("name",)


def test_a_form_warns_once_and_keeps_what_was_typed():
    form = Note({"name": "Ana", "text": "Her diabetes is worse"})

    assert not form.is_valid()
    assert list(form.errors) == ["is_not_health"]
    assert form["text"].value() == "Her diabetes is worse"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "This reads like health information: “diabetes”, “anxiety” in “Text”; “cancer” in “<b>More</b>”. "),
        ("es", "Esto parece ser de la salud de alguien: “diabetes”, “anxiety” en “Text”; “cancer” en “<b>More</b>”. "),
    ],
)
def test_the_warning_says_which_words_in_which_field(language, said):
    class Long(Note):
        more = forms.CharField(label="<b>More</b>", widget=forms.Textarea)

    with translation.override(language):
        form = Long({"name": "Ana", "text": "Her diabetes and anxiety", "more": "Cancer"})
        [sentence] = form.errors["is_not_health"]
        shown = render_to_string("wellbeing/_health_warning.html", {"form": form})

    assert sentence.startswith(said)
    assert escape(sentence) in shown


def test_whoever_confirms_goes_on():
    form = Note({"name": "Ana", "text": "A talk on diabetes prevention, open to all", "is_not_health": "on"})

    assert form.is_valid()


def test_a_form_without_such_words_asks_nothing():
    form = Note({"name": "Dr. Weight", "text": "Walks on Tuesdays", "email": "cancer@example.org"})

    assert form.is_valid()
    assert "is_not_health" not in form.fields


def words_of(model):
    """All that a model's rows can hold by name: its fields, what they are called, and their choices."""
    for field in model._meta.get_fields():
        yield field.name.replace("_", " ")
        yield str(getattr(field, "verbose_name", ""))
        yield str(getattr(field, "help_text", ""))
        yield from (str(label) for _value, label in getattr(field, "flatchoices", None) or [])


# Their words are not about one person's body; every other word of the list is refused.
EXPLAINED = {}


@pytest.mark.parametrize("model", list(apps.get_app_config("wellbeing").get_models()), ids=lambda model: model.__name__)
def test_no_field_holds_health(model):
    told = {word for text in words_of(model) for word in health_words_in(text)}

    assert told == EXPLAINED.get(model.__name__, set())
    assert not [text for text in words_of(model) if re.search(r"\bhealth|\bmedical|\bsalud", text, re.IGNORECASE)]


def test_a_field_of_health_would_be_seen():
    told = [word for text in ["blood_pressure", "is_pregnant"] for word in health_words_in(text.replace("_", " "))]

    assert told == ["blood pressure", "pregnant"]
