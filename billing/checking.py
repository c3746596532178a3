"""The books proved against themselves: every app adds its checks, one command and one task run them all."""

from itertools import islice

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from lmi_portal.outbox.posting import post_emails

SENTENCES_IN_A_LETTER = 20

_checks = {}


def book_check(promise):
    """Register a function that yields a sentence for every difference as the proof of `promise`.

    Put it in an app's `books` module: those are imported when the portal starts. Let each question be one statement to
    the database, so that what is written meanwhile is seen whole or not at all, and put no person's name in a sentence.
    """

    def register(function):
        _checks[promise] = function
        return function

    return register


def check_books():
    """Yield (promise, iterator of sentences about differences) of every check; nothing is asked before its turn."""
    for promise, find_differences in _checks.items():
        yield promise, find_differences()


def tell_of_differences(*, now):
    """Write to finance staff and superusers once a night where the books differ; return how many sentences there are.

    The letter carries the first of them; `manage.py check_books` prints all.
    """
    broken, sentences, count = [], [], 0
    for promise, differences in check_books():
        first = list(islice(differences, SENTENCES_IN_A_LETTER))
        found = len(first) + sum(1 for _more in differences)
        if found:
            broken.append(promise)
            sentences += first[: SENTENCES_IN_A_LETTER - len(sentences)]
            count += found
    if count:
        _write_to_staff(broken, sentences, count, now=now)
    return count


def _write_to_staff(broken, sentences, count, *, now):
    users = get_user_model().objects.filter(is_active=True)
    readers = users.filter(Q(is_superuser=True) | Q(is_staff=True, groups__name="finance")).distinct()
    facts = {"count": count, "promises": broken, "sentences": sentences, "more": count - len(sentences)}
    post_emails(
        [
            {
                "to": reader.email,
                "reason": f"books_differ:{timezone.localdate(now)}",
                "template": "billing/email/books_differ",
                "context": facts,
            }
            for reader in readers
        ],
        now=now,
    )
