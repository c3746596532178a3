"""A row of every model that has an encrypted column, made without knowing them, so that a new one is never left out."""

from datetime import date
from itertools import count

from django.db import models
from django.utils import timezone

from lmi_portal.accounts.tests.factories import create_user
from lmi_portal.encryption import EncryptedDateField, EncryptedTextField
from lmi_portal.rotating_keys import encrypted_columns
from oasis.models import Consent, DestructionCertificate, HandOver
from oasis.providers.tests.factories import create_need, create_service
from oasis.tests.factories import create_assignment, create_union

MARK = "Zqxwvmark"
MARKED_DAY = date(1987, 6, 25)
# What a constraint asks for beyond the first choice and an empty text.
BESIDES = {
    Consent: lambda: {"way": Consent.Way.IN_PERSON},
    DestructionCertificate: lambda: {"rule": "notes", "counts": {"notes": 3}},
    HandOver: lambda: {"from_user": create_user(), "to_user": create_user()},
}


_number = count(1)


def create_rows():
    """{model: row} of all that have an encrypted column, each holding MARK or MARKED_DAY."""
    by = create_assignment()
    service = create_service()
    known = [by.user, by.district, by.site.school, by.site, service.provider, service, create_need(), create_union()]
    made = {type(row): row for row in known}
    return {model: row_of(model, made) for model, _fields in encrypted_columns()}


def row_of(model, made):
    if model not in made:
        besides = BESIDES.get(model, dict)()
        values = {
            field.name: _value(field, made)
            for field in model._meta.concrete_fields
            if not field.primary_key and not field.generated and field.name not in besides
        }
        values = {name: value for name, value in values.items() if value is not None}
        made[model] = model.objects.create(**values | besides)
    return made[model]


def _value(field, made):
    if isinstance(field, EncryptedDateField):
        return MARKED_DAY
    if isinstance(field, EncryptedTextField):
        return f"{MARK} {field.name}"
    if field.has_default() or field.null:
        return None
    if field.is_relation:
        return row_of(field.related_model, made)
    if field.choices:
        return field.choices[0][0]
    return _of_type(field)


def _of_type(field):
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return timezone.localdate()
    if isinstance(field, models.JSONField):
        return []
    if isinstance(field, models.IntegerField):
        return 2026
    if isinstance(field, models.DecimalField):
        return 1
    return None if field.blank else f"{next(_number)}{field.name}"[: field.max_length]
