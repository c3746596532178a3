from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from lmi_portal.outbox.models import Email
from lmi_portal.written_once import lifted
from oasis import destroying
from oasis.access_log import Action, Purpose, log_access, log_disclosure
from oasis.destroying import destroy_due
from oasis.holding import lift_hold, place_hold
from oasis.models import (
    AccessedStudent,
    AccessEntry,
    ChainCut,
    ContactAttempt,
    DestructionCertificate,
    Disclosure,
    Note,
    ReferralEvent,
    Role,
    Student,
)
from oasis.reach import reach_of
from oasis.verifying import refuted

from .factories import create_assignment, create_referral, create_site, create_student
from .test_chaining import broken

NOW = datetime(2029, 7, 2, 18, tzinfo=UTC)
OF_2025 = datetime(2026, 3, 3, 18, tzinfo=UTC)
OF_2026 = datetime(2027, 6, 30, 18, tzinfo=UTC)
OF_2027 = datetime(2027, 7, 1, 18, tzinfo=UTC)


def create_note(student, *, written_at, **fields):
    defaults = {"text": "Prefers calls in the evening.", "written_by": create_assignment().user}
    return Note.objects.create(student=student, written_at=written_at, **defaults | fields)


def see(assignment, *students, at):
    log_access(
        reach=reach_of(assignment.user, now=timezone.now()),
        action=Action.VIEW,
        students=students,
        fields=["given_name"],
        purpose=Purpose.REFERRAL,
        page="oasis:student",
        now=at,
    )


def purge(now=NOW):
    return [(each.rule.name, each.counts) for each in destroy_due(now=now)]


@pytest.fixture
def ended():
    """A site whose program ended on January 2, 2029: half a year before NOW."""
    return create_site(program_ended_on=date(2029, 1, 2))


@pytest.mark.django_db
def test_notes_go_six_months_after_the_program_ended(ended):
    note = create_note(create_student(site=ended), written_at=OF_2027)

    assert purge(NOW - timedelta(days=1)) == []
    assert purge(NOW) == [("notes", {"notes": 1})]
    assert Note.objects.count() == 0
    certificate = DestructionCertificate.objects.get()
    assert (certificate.rule, certificate.counts, certificate.destroyed_at) == ("notes", {"notes": 1}, NOW)
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.students, entry.fields) == ("destroy", [note.student_id], ["notes"])
    assert broken() == []


@pytest.mark.django_db
def test_what_was_written_with_moves_and_attempts_goes_and_they_stay(ended):
    logged_by = create_assignment(site=ended)
    referral = create_referral(logged_by=logged_by)
    ReferralEvent.objects.create(
        referral=referral,
        version=1,
        move="ask_info",
        state="needs_info",
        actor="provider",
        moved_at=OF_2027,
        note="Evenings only",
    )
    for note in ["No answer", ""]:
        ContactAttempt.objects.create(
            referral=referral, tried_at=OF_2027, tried_by=logged_by.user, way="phone", note=note
        )

    assert purge() == [("notes", {"notes of moves": 1, "notes of contact attempts": 1})]
    assert (ReferralEvent.objects.get().note, {each.note for each in ContactAttempt.objects.all()}) == ("", {""})
    assert AccessEntry.objects.get().students == [referral.student_id]
    assert purge() == []


@pytest.mark.django_db
def test_what_was_written_with_a_held_students_moves_and_attempts_stays(ended):
    logged_by = create_assignment(site=ended)
    held, other = (create_referral(logged_by=logged_by) for _each in range(2))
    for referral in (held, other):
        told = {"referral": referral, "note": "Evenings only"}
        event = {"version": 1, "move": "ask_info", "state": "needs_info", "actor": "provider", "moved_at": OF_2027}
        ReferralEvent.objects.create(**told, **event)
        ContactAttempt.objects.create(**told, tried_at=OF_2027, tried_by=logged_by.user, way="phone")
    district = held.student.district
    place_hold(district=district, student=held.student, reason="A court asks", placed_by=logged_by.user, now=OF_2027)

    assert purge() == [("notes", {"notes of moves": 1, "notes of contact attempts": 1})]
    assert (held.events.get().note, held.contact_attempts.get().note) == ("Evenings only", "Evenings only")
    assert (other.events.get().note, other.contact_attempts.get().note) == ("", "")


@pytest.mark.django_db
def test_notes_of_the_last_day_go_with_the_program_and_those_of_the_next_stay(ended):
    student, midnight = create_student(site=ended), datetime(2029, 1, 3, 8, tzinfo=UTC)
    create_note(student, written_at=midnight - timedelta(seconds=1))
    later = create_note(student, written_at=midnight)

    assert purge() == [("notes", {"notes": 1})]
    assert list(Note.objects.all()) == [later]


@pytest.mark.django_db
@pytest.mark.parametrize("was_at", ["a school that goes on", "a time after the end"])
def test_other_notes_stay(ended, was_at):
    goes_on = was_at == "a school that goes on"
    site = create_site() if goes_on else ended
    create_note(create_student(site=site), written_at=OF_2027 if goes_on else NOW - timedelta(days=9))

    assert purge() == []
    assert Note.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("of_whole_district", [False, True], ids=["student", "district"])
def test_nothing_is_destroyed_under_a_hold(ended, of_whole_district):
    held, other = create_student(site=ended), create_student(site=ended)
    assignment = create_assignment(site=ended)
    for student in [other, held, other]:
        create_note(student, written_at=OF_2025)
        see(assignment, student, at=OF_2025)
    hold = place_hold(
        district=held.district,
        student=None if of_whole_district else held,
        reason="Case 12",
        placed_by=assignment.user,
        now=NOW,
    )

    told = purge()

    # Of the log what is older than the first entry that is held.
    assert told == ([] if of_whole_district else [("notes", {"notes": 2}), ("access log", {"entries": 1})])
    assert Note.objects.filter(student=held).count() == 1
    assert AccessedStudent.objects.filter(student_number=held.pk).count() == 1
    lift_hold(hold=hold, lifted_by=assignment.user, now=NOW)
    purge()
    assert Note.objects.count() == 0
    assert not AccessEntry.objects.filter(action=Action.VIEW).exists()
    assert broken() == []


@pytest.mark.django_db
def test_the_log_goes_in_the_third_school_year_after_and_still_holds():
    assignment = create_assignment()
    student = create_student(site=assignment.site)
    for at in [OF_2025, OF_2026, OF_2027, OF_2027]:
        see(assignment, student, at=at)
    last_to_go = AccessEntry.objects.get(number=2)

    assert purge(datetime(2029, 6, 30, 18, tzinfo=UTC)) == [("access log", {"entries": 1})]
    assert purge() == [("access log", {"entries": 1})]

    assert list(AccessEntry.objects.filter(action=Action.VIEW).values_list("seen_at", flat=True)) == [OF_2027] * 2
    assert AccessedStudent.objects.count() == 2
    cut = ChainCut.objects.first()
    assert (cut.number, cut.digest, cut.certificate.rule) == (2, last_to_go.digest, "access log")
    assert broken() == []
    # A letter from before the purge still proves what it can.
    told = {"district": assignment.district, "chain": "accessentry"}
    assert refuted(**told, number=2, digest=last_to_go.digest) is None
    assert refuted(**told, number=2, digest="0" * 64) == "was destroyed, and is not what was mailed"


@pytest.mark.django_db
def test_the_log_goes_some_at_a_time(monkeypatch):
    monkeypatch.setattr(destroying, "ROWS_AT_ONCE", 2)
    assignment = create_assignment()
    student = create_student(site=assignment.site)
    for _each in range(5):
        see(assignment, student, at=OF_2025)

    assert purge() == [("access log", {"entries": 5})]
    assert [each.counts["entries"] for each in DestructionCertificate.objects.order_by("pk")] == [2, 2, 1]
    assert broken() == []


@pytest.mark.django_db
def test_control_a_forged_cut_is_found():
    assignment = create_assignment()
    student = create_student(site=assignment.site)
    for _each in range(3):
        see(assignment, student, at=OF_2027)
    first = AccessEntry.objects.get(number=1)
    with lifted("oasis_accessedstudent", "oasis_accessentry"):
        super(type(AccessedStudent.objects.all()), AccessedStudent.objects.filter(entry=first)).delete()
        super(type(AccessEntry.objects.all()), AccessEntry.objects.filter(pk=first.pk)).delete()
    certificate = DestructionCertificate.objects.create(
        district=assignment.district, rule="access log", destroyed_at=NOW, counts={}, digest=""
    )
    ChainCut.objects.create(
        certificate=certificate, district=assignment.district, chain="accessentry", number=1, digest=first.digest
    )

    code = assignment.district.cd_code
    assert broken() == [f"{code} accessentry 1 was destroyed, but the log does not tell of it"]


@pytest.mark.django_db
def test_a_broken_log_is_evidence_and_stays():
    assignment = create_assignment()
    student = create_student(site=assignment.site)
    for _each in range(3):
        see(assignment, student, at=OF_2025)
    with lifted("oasis_accessentry"):
        super(type(AccessEntry.objects.all()), AccessEntry.objects.filter(number=2)).update(page="oasis:start")

    (found,) = destroy_due(now=NOW)

    assert found.refusal == "The log is broken at 2: nothing from there on goes."
    assert AccessEntry.objects.filter(action=Action.VIEW).count() >= 2


def disclose(referral):
    log_disclosure(referral=referral, recipient="Helping Hand", records=["name"], purpose="", by_label="", now=OF_2025)


@pytest.mark.django_db
def test_disclosures_stay_as_long_as_the_student_is_on_file():
    referral = create_referral()
    disclose(referral)

    assert purge() == []

    student, district = referral.student, referral.student.district
    referral.delete()
    Student.objects.filter(pk=student.pk).delete()
    assert purge() == [("disclosures", {"entries": 1})]
    assert Disclosure.objects.count() == 0
    # The entry that tells of the cut is itself destroyed years later, and written anew.
    later = NOW.replace(year=2033)
    see(create_assignment(role=Role.PROGRAM_ADMINISTRATOR, district=district), create_student(), at=later)
    assert purge(later) == [("access log", {"entries": 1})]
    assert broken() == []


@pytest.mark.django_db
def test_the_records_official_is_written_to_with_numbers_alone(ended):
    official = create_assignment(role=Role.RECORDS_OFFICIAL, district=ended.school.district)
    create_note(create_student(site=ended), written_at=OF_2025)

    destroying.destroy_and_tell(now=timezone.make_aware(datetime(2029, 7, 2)))

    email = Email.objects.get()
    assert email.to == official.user.email
    assert email.context["certificates"] == [DestructionCertificate.objects.get().pk]


def test_a_purge_that_finds_a_table_locked_tries_again():
    tries = []

    def step():
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError
        return "certificate"

    assert (destroying._insisting(step), len(tries)) == ("certificate", 3)


@pytest.mark.django_db
def test_within_anothers_transaction_it_does_not():
    def step():
        raise OperationalError

    with pytest.raises(OperationalError):
        destroying._insisting(step)
