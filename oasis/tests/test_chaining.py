from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from lmi_portal.tests.at_once import begin_without_a_lock, press_at_once
from lmi_portal.written_once import WrittenOnce
from oasis import chaining
from oasis.access_log import Action, Purpose, log_access, log_disclosure
from oasis.models import AccessedStudent, AccessEntry, ChainHead, Disclosure
from oasis.reach import reach_of
from oasis.verifying import breaks, chains

from .factories import create_assignment, create_referral, create_student


def see(assignment, *students, **fields):
    now = timezone.now()
    told = {"action": Action.VIEW, "fields": ["given_name"], "purpose": Purpose.REFERRAL, "page": "oasis:student"}
    log_access(reach=reach_of(assignment.user, now=now), students=students, now=now, **told | fields)


def broken():
    return [str(each) for district, chain in chains() for each in breaks(district=district, chain=chain)]


@pytest.mark.django_db
def test_each_entry_names_the_one_before_and_is_found_by_its_students():
    assignment = create_assignment()
    ana, beto = create_student(site=assignment.site), create_student(site=assignment.site)

    see(assignment, beto, ana)
    see(assignment, ana)

    first, second = AccessEntry.objects.order_by("number")
    assert (first.students, second.students) == ([ana.pk, beto.pk], [ana.pk])
    assert (first.previous_digest, second.previous_digest) == ("0" * 64, first.digest)
    assert AccessedStudent.objects.filter(student_number=ana.pk).count() == 2
    assert broken() == []


@pytest.mark.django_db
def test_an_entry_reads_the_same_from_the_database():
    assignment = create_assignment()

    see(assignment, create_student(site=assignment.site))
    log_disclosure(
        referral=create_referral(logged_by=assignment),
        recipient="Helping Hand",
        records=["name"],
        purpose="To get help",
        by_label="person@example.org",
        now=timezone.now() - timedelta(microseconds=1),
    )

    for row in [AccessEntry.objects.get(), Disclosure.objects.get()]:
        assert row.digest == chaining.digest_of(row)


@pytest.mark.django_db
def test_districts_have_chains_of_their_own():
    here, there = create_assignment(), create_assignment()

    see(here, create_student(site=here.site), create_student(site=there.site))

    assert sorted(AccessEntry.objects.values_list("number", flat=True)) == [1, 1]
    assert broken() == []


@pytest.mark.django_db
def test_what_nobody_saw_is_not_logged():
    see(create_assignment())

    assert AccessEntry.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("model", [AccessEntry, AccessedStudent, Disclosure])
def test_an_entry_is_neither_changed_nor_deleted(model):
    assignment = create_assignment()
    see(assignment, create_student(site=assignment.site))
    referral = create_referral(logged_by=assignment)
    for _each in range(2):
        log_disclosure(referral=referral, recipient="x", records=[], purpose="", by_label="", now=timezone.now())
        see(assignment, referral.student)
    newest = model.objects.order_by("pk").last()

    for change in [lambda: model.objects.update(id=1), lambda: newest.delete()]:
        with pytest.raises(WrittenOnce):
            change()
    for change in [lambda rows: rows.update(id=999), lambda rows: rows.delete()]:
        with pytest.raises((IntegrityError, OperationalError)), transaction.atomic():
            change(QuerySet(model).filter(pk=newest.pk))


@pytest.mark.django_db
def test_one_page_view_costs_few_queries(django_assert_num_queries):
    assignment = create_assignment()
    students = [create_student(site=assignment.site) for _each in range(3)]
    reach = reach_of(assignment.user, now=timezone.now())
    see(assignment, *students)

    # The transaction begins and ends; between them the heads, the entry, its head, the students.
    for some in [students[:1], students]:
        with django_assert_num_queries(6):
            log_access(
                reach=reach,
                action=Action.LIST,
                students=some,
                fields=["given_name"],
                purpose=Purpose.CASELOAD,
                page="oasis:caseload",
                now=timezone.now(),
            )


def write_at_once(monkeypatch=None):
    assignment = create_assignment()
    students = [create_student(site=assignment.site) for _each in range(8)]
    see(assignment, students[0])
    before = begin_without_a_lock if monkeypatch else lambda: None
    if monkeypatch:
        unlocked = ChainHead.objects.order_by("chain")
        monkeypatch.setattr(
            chaining, "_locked", lambda district: {head.chain: head for head in unlocked.filter(district_id=district)}
        )
    deeds = [lambda student=student: see(assignment, student) for student in students]
    return press_at_once(deeds, refusals=(IntegrityError, OperationalError), before=before)


@pytest.mark.django_db(transaction=True)
def test_many_who_look_at_once_leave_one_unbroken_chain():
    came = write_at_once()

    assert came == ["done"] * 8
    assert list(AccessEntry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 10))
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_some_are_lost(monkeypatch):
    # On a busy machine they may chance to come one after another.
    assert any(write_at_once(monkeypatch) != ["done"] * 8 for _try in range(20))


@pytest.mark.django_db(transaction=True)
def test_both_logs_at_once_never_wait_for_each_other_for_ever():
    assignment = create_assignment()
    referral = create_referral(logged_by=assignment)

    def disclose():
        log_disclosure(referral=referral, recipient="x", records=[], purpose="", by_label="", now=timezone.now())

    def one_way():
        with transaction.atomic():
            disclose()
            see(assignment, referral.student)

    def the_other():
        with transaction.atomic():
            see(assignment, referral.student)
            disclose()

    came = press_at_once([one_way, the_other] * 4, refusals=(OperationalError,))

    assert came == ["done"] * 8
    assert (AccessEntry.objects.count(), Disclosure.objects.count()) == (8, 8)
    assert broken() == []
