"""The last who sign do so at the same moment, in real transactions on the real database."""

from threading import Barrier

import pytest
from django.db import OperationalError

from lmi_portal.tests.at_once import begin_without_a_lock, postgresql, press_at_once
from wellbeing.charter import signing
from wellbeing.models import Charter, Signature
from wellbeing.refusing import CannotDo

from .charters import begin, create_offered, draft, name_all, offer, sign

pytestmark = pytest.mark.django_db(transaction=True)


def create_with_two_missing():
    """A charter that lacks two of its three signatures, and the two who have not signed."""
    charter = create_offered()
    first, *missing = charter.signatories.all()
    sign(first)
    return charter, missing


def test_two_who_sign_last_at_once_put_it_in_force():
    charter, missing = create_with_two_missing()

    seen = press_at_once([lambda row=row: sign(row) for row in missing], refusals=OperationalError)

    assert seen == ["done", "done"]
    assert (Charter.objects.get().state, charter.program.is_live()) == ("in_force", True)


def test_control_without_the_lock_a_charter_that_all_signed_is_never_in_force(monkeypatch):
    """On PostgreSQL each sees its own signature alone. SQLite's lock is its immediate transaction: without it somebody
    gets an error."""
    charter, missing = create_with_two_missing()
    read, written = Barrier(2), Barrier(2)
    honest = signing.is_signed_by_all

    def read_without_the_lock(one):
        found = Charter.objects.select_related("program__district").get(pk=one.pk)
        read.wait(timeout=30)
        return found

    def look_at_the_same_time(one):
        seen = honest(one)
        if postgresql():
            written.wait(timeout=30)
        return seen

    monkeypatch.setattr(signing, "lock_charter", read_without_the_lock)
    monkeypatch.setattr(signing, "is_signed_by_all", look_at_the_same_time)

    deeds = [lambda row=row: sign(row) for row in missing]
    seen = press_at_once(deeds, refusals=OperationalError, before=begin_without_a_lock)

    assert seen == (["done", "done"] if postgresql() else ["OperationalError", "done"])
    if postgresql():
        assert (Charter.objects.get().state, Signature.objects.count()) == ("offered", 3)
    assert not charter.program.is_live()


def test_a_text_that_is_offered_is_not_written_over_at_the_same_moment():
    charter = draft(begin())
    name_all(charter)
    deeds = [lambda: draft(charter.program, purpose="Another purpose."), lambda: offer(charter)]

    seen = press_at_once(deeds, refusals=CannotDo)

    charter.refresh_from_db()
    assert seen == ["CannotDo", "done"]
    assert (charter.state, charter.purpose == "Another purpose.") in [("offered", False), ("draft", True)]


def test_one_link_in_two_tabs_signs_once():
    _charter, missing = create_with_two_missing()

    seen = press_at_once([lambda: sign(missing[0])] * 2, refusals=CannotDo)

    assert seen == ["CannotDo", "done"]
    assert Signature.objects.count() == 2
