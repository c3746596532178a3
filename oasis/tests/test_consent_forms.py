import hashlib

import pytest
from django.utils import timezone

from lmi_portal.tests.reading import english_grade, spanish_ease
from oasis import consent_forms
from oasis.consent_forms import FACTS, WordingChanged, form_for, parts_of, publish_consent_forms
from oasis.models import ConsentForm


@pytest.mark.django_db
def test_every_wording_is_published_once_with_its_digest():
    publish_consent_forms(now=timezone.now())
    publish_consent_forms(now=timezone.now())

    published = list(ConsentForm.objects.order_by("version", "language").values_list("version", "language"))
    assert published == [
        ("family-2026-11", "en"),
        ("family-2026-11", "es"),
        ("student-2026-11", "en"),
        ("student-2026-11", "es"),
    ]
    form = ConsentForm.objects.get(version="family-2026-11", language="es")
    assert form.digest == hashlib.sha256(form.text.encode()).hexdigest()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("relation", "language", "wanted"),
    [
        ("parent", "es", "family-2026-11 (es)"),
        ("foster", "en", "family-2026-11 (en)"),
        ("adult_student", "es", "student-2026-11 (es)"),
        ("minor_student", "hy", "student-2026-11 (en)"),
    ],
)
def test_the_form_is_the_signer_s_in_their_language_or_in_english(relation, language, wanted):
    assert str(form_for(relation=relation, language=language, now=timezone.now())) == wanted


@pytest.mark.django_db
def test_a_published_wording_is_not_changed_under_its_version(tmp_path, monkeypatch):
    publish_consent_forms(now=timezone.now())
    (tmp_path / "family-2026-11.en.txt").write_text("# Permission\nOther words.\n")
    monkeypatch.setattr(consent_forms, "FACTS", tmp_path)

    with pytest.raises(WordingChanged):
        publish_consent_forms(now=timezone.now())


@pytest.mark.parametrize("file", sorted(FACTS.glob("*.en.txt")), ids=lambda file: file.stem)
def test_english_forms_are_for_grade_eight_or_below(file):
    assert english_grade(_sentences(file)) <= 8


@pytest.mark.parametrize("file", sorted(FACTS.glob("*.es.txt")), ids=lambda file: file.stem)
def test_spanish_forms_are_as_easy(file):
    assert spanish_ease(_sentences(file)) >= 60


@pytest.mark.parametrize("version", ["family-2026-11", "student-2026-11"])
def test_both_languages_say_the_same_parts(version):
    english, spanish = (parts_of((FACTS / f"{version}.{code}.txt").read_text()) for code in ("en", "es"))

    assert [len(paragraphs) for _heading, paragraphs in english] == [len(words) for _heading, words in spanish]


def _sentences(file):
    return " ".join(paragraph for _heading, paragraphs in parts_of(file.read_text()) for paragraph in paragraphs)
