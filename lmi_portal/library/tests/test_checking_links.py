import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from lmi_portal import environment
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.audit.models import Entry
from lmi_portal.library import checking_links, tasks
from lmi_portal.library.checking_links import (
    CannotCheck,
    ask_for_check,
    check_link,
    check_links,
    polite_visitor,
    tell_of_dead_links,
)
from lmi_portal.library.models import LinkCheck, Resource
from lmi_portal.library.visiting import Visitor
from lmi_portal.outbox.models import Email

from .factories import create_resource
from .hosts import visitor

pytestmark = pytest.mark.django_db
NIGHT = timezone.make_aware(datetime(2027, 2, 1, 2, 0))
Outcome = LinkCheck.Outcome


@pytest.fixture(autouse=True)
def checks_are_on(settings):
    settings.CHECK_LINKS = True


@pytest.fixture(name="visitor")
def visitor_of_a_night(clock):
    return visitor(clock)


def nights(count):
    return [NIGHT + timedelta(days=number) for number in range(count)]


def outcomes(host, visitor, answers, *, path="/"):
    """What is on record after each night on which the host answers so."""
    found = []
    for now, answer in zip(nights(len(answers)), answers, strict=True):
        host.answers[path] = answer
        # A new night, so a host that asked for rest has had it.
        visitor._resting.clear()
        check_links(now=now, visitor=visitor)
        found.append(LinkCheck.objects.get().outcome)
    return found


def test_off_unless_asked_for(settings, host, visitor):
    create_resource(link=f"{host.url}/")
    settings.CHECK_LINKS = False

    assert check_links(now=NIGHT, visitor=visitor) == 0
    assert not LinkCheck.objects.exists()
    assert host.heard == []


def test_settings_of_tests_visit_nobody():
    assert environment.flag("CHECK_LINKS", default=False) is False


def test_visitor_of_production_says_who_asks_and_keeps_out_of_our_network(host, settings):
    settings.SITE_URL = "https://portal.example.org"

    visit = polite_visitor().visit(f"{host.url}/")

    assert polite_visitor()._name == "LMI-portal-link-check/1 (+https://portal.example.org)"
    assert visit.detail == "It leads to an address that is not public."
    assert host.heard == []


def test_each_published_link_is_visited_once_a_night(host, visitor, clock):
    create_resource(link=f"{host.url}/a")
    create_resource(link=f"{host.url}/b")
    create_resource(link=f"{host.url}/hidden", is_published=False)
    create_resource()

    visited = [check_links(now=NIGHT + timedelta(minutes=15 * turn), visitor=visitor) for turn in range(3)]
    next_night = check_links(now=NIGHT + timedelta(days=1), visitor=visitor)

    assert (visited, next_night) == ([2, 0, 0], 2)
    assert host.heard[:2] == [("HEAD", "/a"), ("HEAD", "/b")]
    assert clock.slept == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ([200], [Outcome.ALIVE]),
        ([404], [Outcome.UNREACHABLE]),
        ([404, 404], [Outcome.UNREACHABLE, Outcome.DEAD]),
        ([500, 404, 500], [Outcome.UNREACHABLE, Outcome.DEAD, Outcome.DEAD]),
        ([404, 200, 404], [Outcome.UNREACHABLE, Outcome.ALIVE, Outcome.UNREACHABLE]),
        ([404, 429, 404], [Outcome.UNREACHABLE, Outcome.UNREACHABLE, Outcome.DEAD]),
        ([429, 429, 429], [Outcome.UNREACHABLE, Outcome.UNREACHABLE, Outcome.UNREACHABLE]),
        ([403, 403], [Outcome.UNREACHABLE, Outcome.UNREACHABLE]),
        ([(301, {"Location": "/new"})], [Outcome.MOVED]),
    ],
    ids=[
        "alive",
        "one night",
        "two nights",
        "silence counts",
        "back again",
        "rest between",
        "rest",
        "not shown",
        "moved",
    ],
)
def test_a_link_is_dead_after_a_second_night(host, visitor, answers, found):
    create_resource(link=f"{host.url}/")

    assert outcomes(host, visitor, answers) == found


def test_two_failures_of_one_day_are_one(host, visitor):
    host.answers["/"] = 404
    create_resource(link=f"{host.url}/")

    check_links(now=NIGHT, visitor=visitor)
    check_links(now=NIGHT + timedelta(hours=12), visitor=visitor)

    assert LinkCheck.objects.get().outcome == Outcome.UNREACHABLE
    assert LinkCheck.objects.get().first_failed_at == NIGHT


def test_a_changed_link_begins_anew(host, visitor):
    host.answers["/old"] = 404
    resource = create_resource(link=f"{host.url}/old")
    outcomes(host, visitor, [404, 404], path="/old")
    Resource.objects.filter(pk=resource.pk).update(link=f"{host.url}/new")

    check_links(now=NIGHT + timedelta(days=1, hours=1), visitor=visitor)

    check = LinkCheck.objects.get()
    assert (check.link, check.outcome, check.first_failed_at) == (f"{host.url}/new", Outcome.ALIVE, None)


def test_a_link_that_was_taken_away_is_forgotten(host, visitor):
    resource = create_resource(link=f"{host.url}/")
    check_links(now=NIGHT, visitor=visitor)
    Resource.objects.filter(pk=resource.pk).update(link="")

    check_links(now=NIGHT + timedelta(days=1), visitor=visitor)

    assert not LinkCheck.objects.exists()


@pytest.mark.parametrize(("is_published", "visits"), [(False, 1), (True, 2)], ids=["hidden", "control"])
def test_a_link_is_left_alone_once_its_resource_is_hidden(host, visitor, is_published, visits):
    create_resource(link=f"{host.url}/guide")
    first, second = nights(2)
    check_links(now=first, visitor=visitor)

    Resource.objects.update(is_published=is_published)
    check_links(now=second, visitor=visitor)

    assert len(host.heard) == visits


def test_a_link_that_another_worker_has_claimed_is_left_alone(host, visitor):
    create_resource(link=f"{host.url}/")
    checking_links._ensure_checks()
    check = LinkCheck.objects.get()
    LinkCheck.objects.update(begun_at=NIGHT)

    assert check_link(check=check, now=NIGHT, visitor=visitor) is False
    assert host.heard == []


def test_after_five_minutes_the_rest_waits_for_the_next_turn(host, visitor, clock):
    for number in range(4):
        create_resource(link=f"{host.url}/{number}")
    clock.sleep = lambda seconds: setattr(clock, "now", clock.now + 200)
    visitor._sleep = clock.sleep

    first = check_links(now=NIGHT, visitor=visitor)
    second = check_links(now=NIGHT + timedelta(minutes=15), visitor=visitor)

    assert (first, second) == (3, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_links_asks_the_database_as_often_for_three_as_for_one(
    host, visitor, django_assert_num_queries, count
):
    for _each in range(count):
        create_resource(link=f"{host.url}/")
    check_links(now=NIGHT, visitor=visitor)

    with django_assert_num_queries(4):
        assert check_links(now=NIGHT + timedelta(minutes=15), visitor=visitor) == 0


def test_staff_ask_and_it_is_that_links_turn(host, visitor):
    create_resource(link=f"{host.url}/")
    check_links(now=NIGHT, visitor=visitor)
    check, staff = LinkCheck.objects.get(), create_staff()
    later = NIGHT + timedelta(minutes=1)

    ask_for_check(check=check, asked_by=staff, now=later)

    assert check_link(check=check, now=later, visitor=visitor) is True
    assert len(host.heard) == 2
    assert Entry.objects.get(deed="check_link").done_by == staff


def test_nobody_can_ask_where_links_are_not_visited(settings):
    create_resource(link="https://example.org/")
    checking_links._ensure_checks()
    settings.CHECK_LINKS = False

    with pytest.raises(CannotCheck, match="CHECK_LINKS is off"):
        ask_for_check(check=LinkCheck.objects.get(), asked_by=create_staff(), now=NIGHT)


def test_a_link_that_died_a_second_time_is_news_again(host, visitor):
    create_staff()
    create_resource(link=f"{host.url}/")
    told = []

    for now, answer in zip(nights(6), [404, 404, 404, 200, 404, 404], strict=True):
        host.answers["/"] = answer
        check_links(now=now, visitor=visitor)
        told.append(tell_of_dead_links(now=now))

    assert told == [0, 1, 0, 0, 0, 1]


def test_tasks_do_what_they_are_named_for(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    # The visitor of production refuses it without leaving this machine.
    create_resource(link="http://127.0.0.2:1/")
    create_staff()

    tasks.check_links()
    check = LinkCheck.objects.get()
    assert check.outcome == Outcome.UNREACHABLE
    LinkCheck.objects.update(begun_at=None, first_failed_at=timezone.now() - timedelta(days=2))
    tasks.check_link(check_id=check.pk)
    tasks.tell_of_dead_links()
    tasks.sweep_files()

    assert LinkCheck.objects.get().outcome == Outcome.DEAD
    assert Email.objects.get().reason.startswith("dead_links:")


def visited_by_two_workers(link):
    create_resource(link=link)
    checking_links._ensure_checks()
    check, start = LinkCheck.objects.get(), threading.Barrier(2)

    def work():
        start.wait()
        try:
            return check_link(check=check, now=NIGHT, visitor=Visitor(name="test", may_reach=lambda _address: True))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        return sorted(worker.result() for worker in [workers.submit(work), workers.submit(work)])


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_visit_a_link_once(host):
    assert visited_by_two_workers(f"{host.url}/") == [False, True]
    assert host.heard == [("HEAD", "/")]


@pytest.mark.django_db(transaction=True)
def test_control_without_the_claim_both_would(host, monkeypatch):
    monkeypatch.setattr(checking_links, "_its_turn", lambda *, now: Q())

    assert visited_by_two_workers(f"{host.url}/") == [True, True]
    assert host.heard == [("HEAD", "/"), ("HEAD", "/")]
