import pytest
from django.db import connection

from billing.tests.books_guard import can_be_asked, reads_the_database
from convenings.books import invoices_say_what_teams_owe, teams_that_owe_have_a_bill


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """After every test that has the database: invoices say what teams owe, whatever the deeds were."""
    outcome = yield
    if reads_the_database(item) and not item.get_closest_marker("plants_a_difference") and can_be_asked(connection):
        differences = [*invoices_say_what_teams_owe(), *teams_that_owe_have_a_bill()]
        if differences:
            pytest.fail(
                "Teams and their invoices differ when this test ends:\n" + "\n".join(differences), pytrace=False
            )
    return outcome
