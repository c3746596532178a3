import shutil

import pytest
from django.utils import translation

from lmi_portal.running import catalogs
from lmi_portal.running.catalogs import compile_catalogs, family_strings, read_catalog, untranslated


@pytest.fixture
def folder_of_its_own(tmp_path, monkeypatch):
    """The portal's catalogs in a folder that a test may change."""
    shutil.copytree(catalogs.ROOT / "locale", tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    monkeypatch.setattr(catalogs, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", catalogs.catalogs())
def test_all_that_families_read_is_translated(language):
    assert untranslated(read_catalog(catalogs.catalogs()[language])) == []


@pytest.mark.parametrize("language", catalogs.catalogs())
def test_a_catalog_holds_what_families_read_and_nothing_else(language):
    said = {text for text, _context, _place in family_strings()}

    assert [
        message.id for message in read_catalog(catalogs.catalogs()[language]) if message.id not in {"", *said}
    ] == []


def test_control_a_string_that_a_catalog_does_not_know_is_told(folder_of_its_own):
    page = folder_of_its_own / "templates" / "family" / "new.html"
    page.parent.mkdir(parents=True)
    page.write_text("{% load i18n %}\n  <p>{% translate 'Not known yet' %}</p>")

    assert untranslated(read_catalog(catalogs.catalogs()["es"])) == ["templates/family/new.html:2: Not known yet"]


def test_words_are_found_in_code_by_their_own_name_alone(folder_of_its_own):
    code = folder_of_its_own / "oasis" / "new.py"
    code.parent.mkdir()
    code.write_text("A = for_families('Parent')\nB = _('Staff')\n")

    assert list(family_strings()) == [("Parent", None, "oasis/new.py:1")]


def test_catalogs_are_compiled_when_their_words_changed(folder_of_its_own):
    source = folder_of_its_own / "locale/es/LC_MESSAGES/django.po"
    compile_catalogs()
    before = source.with_suffix(".mo").read_bytes()
    source.write_text(source.read_text() + '\nmsgid "New"\nmsgstr "Nuevo"\n')

    compile_catalogs()

    assert (b"Nuevo" in before, b"Nuevo" in source.with_suffix(".mo").read_bytes()) == (False, True)


def test_adding_new_strings_keeps_what_is_translated(folder_of_its_own):
    source = folder_of_its_own / "locale/es/LC_MESSAGES/django.po"
    page = folder_of_its_own / "templates/family/new.html"
    page.parent.mkdir(parents=True)
    page.write_text("{% load i18n %}{% translate 'Language' %} {% translate 'Not known yet' %}")

    catalogs.update(source)

    assert {message.id: message.string for message in read_catalog(source) if message.id} == {
        "Language": "Idioma",
        "Not known yet": "",
    }


def test_spanish_is_spoken_within_a_page_for_families_and_nowhere_else():
    with translation.override("es"):
        spanish = translation.gettext("Language")

    assert (spanish, translation.gettext("Language")) == ("Idioma", "Language")
