import pytest
from django.http import HttpResponse
from django.utils import translation

from lmi_portal.family_language import (
    family_languages,
    in_family_language,
    keeping_language,
    language_name,
    nearest_language,
)


@in_family_language(lambda request, language="": language)
def page(request, language=""):
    return HttpResponse(translation.gettext("Language"))


@pytest.mark.parametrize(
    ("address", "of_row", "accepts", "shown"),
    [
        ("/?language=es", "en", "en", "Idioma"),
        ("/", "es", "en-US", "Idioma"),
        ("/", "", "es-MX,en;q=0.5", "Idioma"),
        ("/", "", "fr,es;q=0.5", "Idioma"),
        ("/?language=xx", "", "", "Language"),
        ("/?language=en", "es", "es", "Language"),
        ("/", "", "", "Language"),
    ],
    ids=["asked for", "the row’s", "the browser’s", "its second", "unknown", "asked for English", "nothing said"],
)
def test_a_page_answers_in_the_language_asked_for_then_the_row_s_then_the_browser_s(
    rf, address, of_row, accepts, shown
):
    response = page(rf.get(address, headers={"accept-language": accepts}), language=of_row)

    assert response.text == shown
    assert response.headers["Content-Language"] == {"Idioma": "es", "Language": "en"}[shown]


def test_the_language_ends_with_the_page(rf):
    page(rf.get("/?language=es"))

    assert translation.get_language() == "en"


def test_every_catalog_is_a_language_to_choose():
    assert family_languages() == {"en": "English", "es": "Español"}


def test_an_address_keeps_the_language_that_was_chosen(rf):
    assert keeping_language(rf.get("/?language=es-MX"), "/next/") == "/next/?language=es"
    assert keeping_language(rf.get("/"), "/next/") == "/next/"


def test_a_language_without_a_catalog_is_english():
    assert nearest_language("vi", None, "") == "en"


def test_a_language_is_called_as_it_calls_itself_or_by_its_code():
    assert (language_name("es"), language_name("tlh")) == ("Español", "tlh")
