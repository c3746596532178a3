from datetime import timedelta
from io import StringIO

import pytest
from celery.schedules import crontab
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.utils import timezone

from billing import checking
from billing.checking import book_check, tell_of_differences
from billing.models import Counter
from billing.numbering import next_number
from billing.tasks import check_books
from districts.tests.factories import create_user
from lmi_portal.celery import TIMETABLE
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .factories import create_invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def gap():
    """A number that no paper carries; returns the sentence that says so."""
    next_number(Counter.Series.QUOTE, on=timezone.localdate())
    year = Counter.objects.get(series="QUO").fiscal_year
    return f"QUO {year}: 0 papers, numbered 1 to 0, and the counter stands at 1."


def run_command():
    printed = StringIO()
    try:
        call_command("check_books", stdout=printed, no_color=True)
    except CommandError as error:
        return printed.getvalue().splitlines(), str(error)
    return printed.getvalue().splitlines(), None


def test_the_command_prints_every_check():
    create_invoice()

    lines, error = run_command()

    assert error is None
    assert lines == [*(f"✓ {promise}" for promise in checking._checks), "The books are right."]


@pytest.mark.plants_a_difference
def test_the_command_fails_with_a_sentence_for_each_difference(gap):
    lines, error = run_command()

    assert error == "The books differ in 1 place."
    assert [line for line in lines if not line.startswith("✓")] == [
        "✗ Numbers are gapless and consecutive, and the counters know the last",
        f"    {gap}",
    ]


def test_an_app_adds_checks_of_its_own(monkeypatch):
    monkeypatch.setattr(checking, "_checks", {})

    @book_check("Nothing is ever wrong")
    def find_what_is_wrong():
        yield "This is."
        yield "And that."

    assert run_command() == (
        ["✗ Nothing is ever wrong", "    This is.", "    And that."],
        "The books differ in 2 places.",
    )


def in_finance(**fields):
    user = create_user(is_staff=True, **fields)
    user.groups.add(Group.objects.get_or_create(name="finance")[0])
    return user


@pytest.mark.plants_a_difference
def test_active_finance_staff_and_superusers_are_told(gap):
    told = [in_finance(), create_user(is_superuser=True), in_finance(is_superuser=True)]
    in_finance(is_active=False), create_user(is_superuser=True, is_active=False), create_user(is_staff=True)

    assert tell_of_differences(now=timezone.now()) == 1

    assert sorted(Email.objects.values_list("to", flat=True)) == sorted(user.email for user in told)


@pytest.mark.plants_a_difference
def test_the_letter_says_what_differs(gap):
    in_finance()

    check_books()

    letter = render(Email.objects.get())
    assert letter.subject == "The books differ in 1 place"
    assert letter.body.startswith(
        "Tonight’s check of the books found something that does not add up. These promises are broken:\n\n"
        "- Numbers are gapless and consecutive, and the counters know the last\n\n"
        f"What differs:\n\n- {gap}\n\n"
        "Nothing was changed."
    )
    assert f"<li>{gap}</li>" in letter.alternatives[0][0]


@pytest.mark.plants_a_difference
def test_they_are_told_once_a_night(gap):
    in_finance()
    now = timezone.now()

    for moment in (now, now, now + timedelta(days=1)):
        tell_of_differences(now=moment)

    assert Email.objects.count() == 2


def test_a_long_list_of_differences_is_cut_in_the_letter(monkeypatch):
    in_finance()
    checks = {"One": lambda: iter(["one"] * 15), "Two": lambda: iter([]), "Three": lambda: iter(["three"] * 30)}
    monkeypatch.setattr(checking, "_checks", checks)

    tell_of_differences(now=timezone.now())

    assert Email.objects.get().context == {
        "count": 45,
        "promises": ["One", "Three"],
        "sentences": ["one"] * 15 + ["three"] * 5,
        "more": 25,
    }


def test_nobody_is_told_of_books_that_are_right():
    in_finance()
    create_invoice()

    check_books()

    assert not Email.objects.filter(template="billing/email/books_differ").exists()


def test_the_books_are_checked_every_night():
    assert TIMETABLE["check the books"] == {"task": "billing.check_books", "schedule": crontab(hour=3, minute=20)}
