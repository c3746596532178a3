"""What the audit trail says stays said, whoever asks; run on whichever database the suite runs on."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from lmi_portal.audit.models import Entry
from lmi_portal.audit.recording import record
from lmi_portal.written_once import WrittenOnce

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries():
    user = get_user_model().objects.create_user("staff@example.org")
    return [record(deed=deed, on=user, by=user, now=timezone.now()) for deed in ("first", "second", "third")]


def deeds():
    return list(Entry.objects.order_by("pk").values_list("deed", flat=True))


@pytest.mark.parametrize(
    "attempt",
    [
        lambda entry: Entry.objects.update(deed="forged"),
        lambda entry: Entry.objects.filter(pk=entry.pk).delete(),
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
    ],
    ids=["update", "delete many", "save", "delete"],
)
def test_the_model_refuses_to_change_or_delete(entries, attempt):
    with pytest.raises(WrittenOnce):
        attempt(entries[1])

    assert deeds() == ["first", "second", "third"]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET deed = 'forged' WHERE id = %s", "DELETE FROM audit_entry WHERE id = %s"],
    ids=["UPDATE", "DELETE"],
)
def test_the_database_refuses_it_too(entries, statement):
    with (
        pytest.raises(IntegrityError, match=r"An audit entry is written once\."),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [entries[1].pk])

    assert deeds() == ["first", "second", "third"]


def test_who_acted_cannot_be_deleted(entries):
    with pytest.raises(ProtectedError):
        entries[0].done_by.delete()


@pytest.mark.django_db(transaction=True)
def test_the_whole_database_can_be_emptied(entries):
    call_command("flush", interactive=False, verbosity=0)

    assert deeds() == []


@pytest.mark.django_db(transaction=True)
def test_the_triggers_can_be_taken_back(entries):
    """The control: without them one statement forges the trail."""
    call_command("migrate", "audit", "0002", verbosity=0)
    try:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE audit_entry SET deed = 'forged' WHERE id = %s", [entries[1].pk])
        assert deeds() == ["first", "forged", "third"]
    finally:
        call_command("migrate", "audit", verbosity=0)
