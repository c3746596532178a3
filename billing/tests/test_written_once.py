"""What billing wrote down stays written, whoever asks; run on whichever database the suite runs on."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState
from django.db.models import QuerySet
from django.utils import timezone

from billing.models import (
    Account,
    Allocation,
    Bounce,
    Counter,
    CreditNote,
    Entry,
    Invoice,
    InvoiceLine,
    Payment,
    Quote,
    Refund,
)
from billing.numbering import next_number
from billing.paying import bounce_payment, refund_payment
from districts.tests.factories import create_user
from lmi_portal.written_once import WrittenOnce, WrittenOnceModel

from .factories import create_invoice, pay, settle

pytestmark = pytest.mark.django_db

WRITTEN_ONCE = [Invoice, InvoiceLine, CreditNote, Quote, Payment, Bounce, Refund, Allocation, Entry]


def write_two_of_all():
    for _n in range(2):
        invoice = create_invoice("100.00")
        account, today, now = invoice.account, timezone.localdate(), timezone.now()
        settle(create_invoice("70.00", district=account.district).bill)
        kept = pay(account, "120.00", pays=[(invoice, Decimal("80.00"))])
        back = {"recorded_by": None, "now": now, "reason": "?"}
        refund_payment(payment=kept, amount=Decimal("20.00"), method="check", refunded_on=today, **back)
        bounce_payment(payment=pay(account, "30.00"), bounced_on=today, **back)
        number = next_number(Counter.Series.QUOTE, on=today)
        facts = {"number": str(number), "total": "75.00"}
        asked = {"asked_at": now, "asked_by": create_user(), "valid_until_on": today, "language": "en"}
        Quote.objects.create(**number.as_fields(), facts=facts, account=account, total=Decimal("75.00"), **asked)


@pytest.fixture
def rows():
    """All that was written, as it was: {table: [row, …]}."""
    write_two_of_all()
    return all_rows()


def all_rows():
    return {model._meta.db_table: list(QuerySet(model).order_by("pk").values()) for model in WRITTEN_ONCE}


def newest(model):
    return model.objects.order_by("pk").last()


def some_field(model):
    """A field that could be changed to another value without a breach of any other promise."""
    names = {"language", "label", "reason", "made_at"}
    return next(field.name for field in model._meta.fields if field.name in names)


def other_value(model):
    return timezone.now() if some_field(model) == "made_at" else "xx"


def changed(model):
    row = newest(model)
    setattr(row, some_field(model), other_value(model))
    return row


def test_all_tables_that_are_written_once_are_meant():
    ours = apps.get_app_config("billing").get_models()

    assert {model for model in ours if issubclass(model, WrittenOnceModel)} == set(WRITTEN_ONCE)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda model: changed(model).save(),
        lambda model: changed(model).save(update_fields=[some_field(model)]),
        lambda model: newest(model).delete(),
        lambda model: model.objects.update(**{some_field(model): other_value(model)}),
        lambda model: model.objects.filter(pk=newest(model).pk).delete(),
        lambda model: model.objects.bulk_update([changed(model)], [some_field(model)]),
        lambda model: model.objects.update_or_create(pk=newest(model).pk, defaults={some_field(model): "xx"}),
    ],
    ids=["save", "save fields", "delete", "update many", "delete many", "bulk update", "update or create"],
)
def test_the_models_refuse(rows, attempt):
    for model in WRITTEN_ONCE:
        with pytest.raises(WrittenOnce), transaction.atomic():
            attempt(model)

    assert all_rows() == rows


@pytest.mark.parametrize(
    "attempt",
    [
        lambda model: execute(f"UPDATE {model._meta.db_table} SET id = id WHERE id = %s", newest(model).pk),
        lambda model: execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", newest(model).pk),
        lambda model: model(**values_of(changed(model))).save(),
        lambda model: model.objects.bulk_create(
            [changed(model)], update_conflicts=True, update_fields=[some_field(model)], unique_fields=["id"]
        ),
        lambda model: model._base_manager.filter(pk=newest(model).pk).update(**{some_field(model): other_value(model)}),
        lambda model: QuerySet(model).filter(pk=newest(model).pk)._raw_delete(using=connection.alias),
    ],
    ids=["UPDATE", "DELETE", "another object", "upsert", "other manager", "raw delete"],
)
def test_the_database_refuses_what_passes_the_models_by(rows, attempt):
    for model in WRITTEN_ONCE:
        refusal = f"A row of {model._meta.db_table} is written once."
        with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
            attempt(model)

    assert all_rows() == rows


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows no REPLACE: its upsert is tried above")
def test_sqlite_replaces_nothing(rows):
    for model in WRITTEN_ONCE:
        table = model._meta.db_table
        with pytest.raises(IntegrityError, match="is written once"), transaction.atomic():
            execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = %s", newest(model).pk)

    assert all_rows() == rows


def execute(statement, pk):
    with connection.cursor() as cursor:
        cursor.execute(statement, [pk])


def values_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_control_a_table_without_triggers_is_changed_by_the_same_statements(rows):
    account = newest(Account)

    execute("UPDATE billing_account SET bill_to_name = 'Forged' WHERE id = %s", account.pk)

    assert newest(Account).bill_to_name == "Forged"


@pytest.mark.django_db(transaction=True)
def test_the_whole_database_can_be_emptied():
    write_two_of_all()

    call_command("flush", interactive=False, verbosity=0)

    assert not any(all_rows().values())


@pytest.mark.django_db(transaction=True)
@pytest.mark.plants_a_difference
def test_the_migration_goes_back_and_forth():
    """The control: without its triggers one statement forges an invoice."""
    invoice = create_invoice("100.00")

    migrate("database_backwards")
    try:
        execute("UPDATE billing_invoice SET total = 1 WHERE id = %s", invoice.pk)
        assert Invoice.objects.get().total == 1
    finally:
        migrate("database_forwards")
    with pytest.raises(IntegrityError, match="is written once"):
        execute("UPDATE billing_invoice SET total = 2 WHERE id = %s", invoice.pk)


def migrate(way):
    """This migration alone: the command would take back whatever was built on it since, and not all of it again."""
    state = ProjectState()
    with connection.schema_editor() as editor:
        for operation in import_module("billing.migrations.0002_written_once").Migration.operations:
            getattr(operation, way)("billing", editor, state, state)
