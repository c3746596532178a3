"""In every test: if money moved, the books must be right when the test ends; loaded as a plugin by conftest.py."""

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """After the test and before its rows are rolled back or flushed, whoever wrote them: a server's process too."""
    outcome = yield
    if reads_the_database(item) and not item.get_closest_marker("plants_a_difference"):
        refuse_differences()
    return outcome


def reads_the_database(item):
    return item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)


def refuse_differences():
    """By the checks of money against its entries, lines and payments: all of them would take three times as long."""
    from billing.books import ledger, money, papers

    if has_money():
        checks = [
            ledger.papers_have_their_entries,
            papers.invoices_equal_their_lines,
            money.invoices_are_paid_what_they_come_to,
            money.payments_give_what_they_have,
        ]
        sentences = [sentence for check in checks for sentence in check()]
        if sentences:
            pytest.fail("The books differ when this test ends:\n" + "\n".join(sentences), pytrace=False)


def has_money():
    """Whether a row of the ledger's tables is there at all: one statement, for most tests have none."""
    from django.db import connection

    if not can_be_asked(connection):
        return False
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT 1 WHERE EXISTS (SELECT 1 FROM billing_{table})" for table in TABLES))
        return cursor.fetchone() is not None


TABLES = ["invoice", "creditnote", "payment", "bounce", "refund", "allocation", "entry", "invoiceline"]


def can_be_asked(connection):
    """Not in a transaction that an error broke, which ends with nothing written."""
    if connection.needs_rollback:
        return False
    if connection.vendor == "postgresql" and connection.connection is not None:
        from psycopg2.extensions import TRANSACTION_STATUS_INERROR

        return connection.connection.get_transaction_status() != TRANSACTION_STATUS_INERROR
    return True
