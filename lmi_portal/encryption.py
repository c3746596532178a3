"""Columns that only the portal can read, and indexes by which it still finds what is in them.

Each text is sealed with AES-256-GCM under the first of FIELD_ENCRYPTION_KEYS, bound to its table and column, so that a
text copied into another column opens no more than a forged one. Older keys open what they sealed.
"""

import base64
import hashlib
import hmac
import os
from datetime import date
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

NONCE_SIZE = 12


class CannotDecrypt(Exception):
    """No key on file opens the text, or it was changed or moved."""


def seal(data, *, bound_to):
    """The bytes `data` under the newest key, as “key id.base64”; it opens again only with the same `bound_to`."""
    key = settings.FIELD_ENCRYPTION_KEYS[0]
    nonce = os.urandom(NONCE_SIZE)
    sealed = nonce + _cipher(key).encrypt(nonce, data, bound_to.encode())
    return f"{key_id(key)}.{base64.urlsafe_b64encode(sealed).decode()}"


def unseal(text, *, bound_to):
    """The bytes that were sealed; raises CannotDecrypt."""
    name, _dot, sealed = text.partition(".")
    keys = {key_id(key): key for key in settings.FIELD_ENCRYPTION_KEYS}
    try:
        raw = base64.urlsafe_b64decode(sealed)
        return _cipher(keys[name]).decrypt(raw[:NONCE_SIZE], raw[NONCE_SIZE:], bound_to.encode())
    except (KeyError, ValueError, InvalidTag) as error:
        raise CannotDecrypt(f"What is kept for {bound_to} opens with no key of FIELD_ENCRYPTION_KEYS.") from error


def is_sealed_by_newest_key(text):
    return text.startswith(f"{key_id(settings.FIELD_ENCRYPTION_KEYS[0])}.")


def blind_index(value, *, purpose):
    """32 hex digits that are equal for equal texts of one `purpose`, and tell nobody without the key which."""
    return _blind_index(value, purpose, settings.FIELD_ENCRYPTION_KEYS[0])


def blind_indexes(value, *, purpose):
    """What to look for while keys change: the index under every key, the newest first."""
    return [_blind_index(value, purpose, key) for key in settings.FIELD_ENCRYPTION_KEYS]


@lru_cache(maxsize=32)
def key_id(key):
    return hashlib.sha256(b"key id" + key).hexdigest()[:8]


@lru_cache(maxsize=32)
def _cipher(key):
    return AESGCM(key)


def _blind_index(value, purpose, key):
    return hmac.digest(_index_key(key), f"{purpose}\0{value}".encode(), "sha256").hex()[:32]


@lru_cache(maxsize=32)
def _index_key(key):
    return hmac.digest(key, b"blind index", "sha256")


class EncryptedTextField(models.TextField):
    """A text that a dump of the database does not tell; empty stays empty, and no query looks into it."""

    def from_db_value(self, value, expression, connection):
        return unseal(value, bound_to=self.bound_to).decode() if value else value

    def get_prep_value(self, value):
        text = self.written(value)
        return seal(text.encode(), bound_to=self.bound_to) if text else text

    def written(self, value):
        return None if value is None else str(value)

    def get_lookup(self, lookup_name):
        raise FieldError(f"{self.name} is encrypted: look it up by a blind index.")

    @property
    def bound_to(self):
        return f"{self.model._meta.db_table}.{self.column}"


class EncryptedDateField(EncryptedTextField):
    """A date kept as EncryptedTextField keeps texts; None stays empty."""

    def from_db_value(self, value, expression, connection):
        text = super().from_db_value(value, expression, connection)
        return date.fromisoformat(text) if text else None

    def to_python(self, value):
        return models.DateField().to_python(value) if value else None

    def written(self, value):
        return value.isoformat() if value else None

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return value.isoformat() if value else ""

    def formfield(self, **kwargs):
        return models.DateField.formfield(self, **kwargs)
