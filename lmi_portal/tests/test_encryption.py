import base64

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured

from lmi_portal import environment
from lmi_portal.encryption import (
    CannotDecrypt,
    EncryptedTextField,
    blind_index,
    blind_indexes,
    is_sealed_by_newest_key,
    seal,
    unseal,
)

OLD, NEW = b"o" * 32, b"n" * 32
COLUMN = "oasis_student.given_name"


def test_a_text_comes_back_and_is_never_kept_twice_alike():
    first, second = (seal("Ana Núñez".encode(), bound_to=COLUMN) for _ in range(2))

    assert unseal(first, bound_to=COLUMN).decode() == "Ana Núñez"
    assert first != second


@pytest.mark.parametrize("harm", ["moved", "changed", "cut", "plain"])
def test_a_text_that_was_tampered_with_does_not_open(harm):
    sealed = seal(b"Ana", bound_to=COLUMN)
    name, _dot, body = sealed.partition(".")
    raw = bytearray(base64.urlsafe_b64decode(body))
    raw[-1] ^= 1
    told = {
        "moved": sealed,
        "changed": f"{name}.{base64.urlsafe_b64encode(bytes(raw)).decode()}",
        "cut": sealed[:20],
        "plain": "Ana",
    }

    with pytest.raises(CannotDecrypt):
        unseal(told[harm], bound_to="oasis_student.family_name" if harm == "moved" else COLUMN)


def test_older_keys_open_what_they_sealed_and_new_ones_seal(settings):
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    sealed_before, index_before = seal(b"Ana", bound_to=COLUMN), blind_index("ana", purpose="name")

    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]

    assert unseal(sealed_before, bound_to=COLUMN) == b"Ana"
    assert [is_sealed_by_newest_key(text) for text in (sealed_before, seal(b"Ana", bound_to=COLUMN))] == [False, True]
    assert blind_indexes("ana", purpose="name") == [blind_index("ana", purpose="name"), index_before]


def test_a_lost_key_opens_nothing(settings):
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    sealed = seal(b"Ana", bound_to=COLUMN)

    settings.FIELD_ENCRYPTION_KEYS = [NEW]

    with pytest.raises(CannotDecrypt):
        unseal(sealed, bound_to=COLUMN)


def test_blind_indexes_of_two_purposes_cannot_be_joined():
    assert blind_index("ana", purpose="name") != blind_index("ana", purpose="number")


def test_an_encrypted_column_is_not_looked_into():
    field = EncryptedTextField(name="given_name")

    with pytest.raises(FieldError):
        field.get_lookup("exact")


@pytest.mark.parametrize(
    ("written", "keys"),
    [("A" * 43, [bytes(32)]), (f"{'A' * 43}=, {'_' * 42}8", [bytes(32), b"\xff" * 32])],
    ids=["without padding", "two, one padded"],
)
def test_keys_are_read_from_the_environment(monkeypatch, written, keys):
    monkeypatch.setenv("FIELD_ENCRYPTION_KEYS", written)

    assert environment.field_encryption_keys(debug=False) == keys


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "",
            "FIELD_ENCRYPTION_KEYS is missing: set it to 32 random bytes in base64, or set DEBUG=on to try things out.",
        ),
        ("A" * 40, "FIELD_ENCRYPTION_KEYS must be keys of 32 random bytes in base64, comma-separated."),
        ("é" * 43, "FIELD_ENCRYPTION_KEYS must be keys of 32 random bytes in base64, comma-separated."),
    ],
    ids=["missing", "short", "not base64"],
)
def test_odd_keys_are_refused_and_never_repeated(monkeypatch, written, sentence):
    monkeypatch.setenv("FIELD_ENCRYPTION_KEYS", written)

    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.field_encryption_keys(debug=False)

    assert str(refusal.value) == sentence
