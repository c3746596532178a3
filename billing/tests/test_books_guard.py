"""The guard at work, in a pytest of its own inside this test's transaction."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.plants_a_difference]

MONEY_MOVES = """
import pytest
from billing.tests.factories import create_invoice, pay
from billing.tests.forging import forge_away

pytestmark = pytest.mark.django_db

def test_with_its_entry():
    create_invoice("150.00")

def test_without_its_entry():
    forge_away(create_invoice("150.00").entry)

@pytest.mark.plants_a_difference
def test_without_its_entry_on_purpose():
    forge_away(create_invoice("150.00").entry)
"""


def run(pytester, monkeypatch, *options):
    # pytest-django would make a second database; the inner tests use this one's.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(MONEY_MOVES)
    pytester.makeini("[pytest]\nmarkers =\n    django_db\n    plants_a_difference\n")
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", *options)


def test_only_money_that_moves_without_an_entry_fails_unless_on_purpose(pytester, monkeypatch):
    result = run(pytester, monkeypatch, "-p", "billing.tests.books_guard")

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        ["*test_without_its_entry *", "The books differ when this test ends:", "INV-* (invoiced) has no entry in *."]
    )


def test_control_without_the_guard_nobody_sees_it(pytester, monkeypatch):
    run(pytester, monkeypatch).assert_outcomes(passed=3)
