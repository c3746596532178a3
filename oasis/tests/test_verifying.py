from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, QuerySet
from django.utils import timezone

from lmi_portal.outbox.models import Email
from lmi_portal.written_once import lifted
from oasis import verifying
from oasis.access_log import Purpose, log_disclosure
from oasis.anchoring import anchors_in, mail_anchors, tell_of_breaks
from oasis.chaining import digest_of
from oasis.models import AccessedStudent, AccessEntry, ChainHead, Disclosure, Role

from .factories import create_assignment, create_referral, create_student
from .test_chaining import broken, see

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries():
    """Five entries of one district, its records official and its auditor."""
    assignment = create_assignment()
    for role in [Role.RECORDS_OFFICIAL, Role.AUDITOR]:
        create_assignment(role=role, district=assignment.district)
    for _each in range(5):
        see(assignment, create_student(site=assignment.site))
    return list(AccessEntry.objects.order_by("number"))


def tamper(change):
    with lifted("oasis_accessentry", "oasis_accessedstudent"):
        change()


def rows(*numbers, model=AccessEntry):
    return QuerySet(model).filter(number__in=numbers)


def delete(*numbers):
    QuerySet(AccessedStudent).filter(entry__number__in=numbers).delete()
    rows(*numbers).delete()


def slip_in(entries):
    rows(4, 5).update(number=F("number") + 100)
    row = AccessEntry.objects.get(number=3)
    row.pk, row.number, row.previous_digest = None, 4, row.digest
    row.digest = digest_of(row)
    QuerySet(AccessEntry).bulk_create([row])
    AccessedStudent.objects.bulk_create([AccessedStudent(entry=row, student_number=row.students[0])])
    rows(104, 105).update(number=F("number") - 99)


def swap(entries):
    rows(2).update(number=102)
    rows(3).update(number=2)
    rows(102).update(number=3)


def forge_a_change(entries):
    row = AccessEntry.objects.get(number=3)
    row.seen_by_label = "somebody@example.org"
    rows(3).update(seen_by_label=row.seen_by_label, digest=digest_of(row))


def add_at_the_end(entries):
    row = entries[-1]
    row.pk, row.number, row.previous_digest = None, 6, row.digest
    row.digest = digest_of(row)
    QuerySet(AccessEntry).bulk_create([row])


TAMPERINGS = {
    "a person is put for another": (
        lambda entries: rows(3).update(seen_by_label="somebody@example.org"),
        ["3 was changed"],
    ),
    "a moment": (lambda entries: rows(3).update(seen_at=timezone.now()), ["3 was changed"]),
    "another student": (
        lambda entries: rows(3).update(students=[1]),
        ["3 was changed", "3 is found by other students than it tells of"],
    ),
    "changed, and its digest with it": (forge_a_change, ["4 does not follow the one before"]),
    "deleted in the middle": (
        lambda entries: delete(3),
        ["3 is missing", "4 does not follow the one before"],
    ),
    "several deleted": (
        lambda entries: delete(2, 3, 4),
        ["2 to 4 are missing", "5 does not follow the one before"],
    ),
    "deleted at the beginning": (
        lambda entries: delete(1),
        ["1 is missing", "2 does not follow the one before"],
    ),
    "deleted at the end": (lambda entries: delete(5), ["5 and all up to 5 are missing at the end"]),
    "all deleted": (
        lambda entries: delete(1, 2, 3, 4, 5),
        ["1 and all up to 5 are missing at the end"],
    ),
    "slipped in": (
        slip_in,
        [
            "5 does not follow the one before",
            "5 is not what the chain’s head tells of",
            "5 was changed",
            "6 lies beyond the chain’s end",
        ],
    ),
    "added at the end": (add_at_the_end, ["6 lies beyond the chain’s end"]),
    "two swapped": (
        swap,
        [
            "2 does not follow the one before",
            "2 was changed",
            "3 does not follow the one before",
            "3 was changed",
            "4 does not follow the one before",
        ],
    ),
    "hidden from one student’s report": (
        lambda entries: QuerySet(AccessedStudent).filter(entry__number=3).delete(),
        ["3 is found by other students than it tells of"],
    ),
    "the head taken away": (lambda entries: ChainHead.objects.all().delete(), ["5 has no head"]),
    "the head set back": (
        lambda entries: ChainHead.objects.update(digest="0" * 64),
        ["5 is not what the chain’s head tells of"],
    ),
}


@pytest.mark.parametrize(("change", "sentences"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_whatever_is_done_to_the_rows_is_found(entries, change, sentences):
    code = entries[0].district.cd_code

    tamper(lambda: change(entries))

    found = [each.removeprefix(f"{code} accessentry ") for each in broken() if "accessentry" in each]
    assert sorted(found) == sorted(sentences)


def test_control_untouched_rows_are_not_told(entries):
    assert broken() == []


def test_disclosures_are_proven_as_well(entries):
    referral = create_referral()
    for _each in range(3):
        log_disclosure(referral=referral, recipient="x", records=["name"], purpose="", by_label="", now=timezone.now())
    with lifted("oasis_disclosure"):
        rows(2, model=Disclosure).update(recipient="y")

    assert broken() == [f"{referral.student.district.cd_code} disclosure 2 was changed"]


def test_a_chain_is_read_a_few_rows_at_a_time(entries, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(verifying, "ROWS_AT_ONCE", 2)
    district, told = entries[0].district, []

    # Newest number, head, cut, the rows in one stream, and their students three times.
    with django_assert_num_queries(7):
        found = list(verifying.breaks(district=district, chain="accessentry", tell=told.append))

    assert (found, told) == ([], [2, 4, 5])


def test_the_command_says_that_the_logs_hold(entries):
    out = StringIO()

    call_command("verify_access_log", stdout=out)

    code = entries[0].district.cd_code
    assert out.getvalue() == f"✓ {code} accessentry: 5 rows\n✓ {code} disclosure: 0 rows\nThe logs hold.\n"


def test_the_command_fails_where_a_chain_is_broken(entries):
    tamper(lambda: rows(3).update(page="oasis:start"))
    out = StringIO()

    with pytest.raises(CommandError, match="broken in 1 place"):
        call_command("verify_access_log", stdout=out, no_color=True)

    assert out.getvalue().splitlines()[0] == f"✗ {entries[0].district.cd_code} accessentry 3 was changed"


def rewrite_all_from(number):
    """What the owner of the database can do: every row after the changed one and the head anew."""
    previous = None
    for row in AccessEntry.objects.order_by("number"):
        if row.number >= number:
            row.seen_by_label = "somebody@example.org"
            row.previous_digest = previous or row.previous_digest
            previous = row.digest = digest_of(row)
            rows(row.number).update(
                seen_by_label=row.seen_by_label, previous_digest=row.previous_digest, digest=row.digest
            )
    ChainHead.objects.filter(chain="accessentry").update(digest=previous)


def test_a_mailed_digest_finds_what_the_chain_alone_cannot(entries, tmp_path):
    mail_anchors(now=timezone.now())
    letter = tmp_path / "letter.txt"
    letter.write_text("> " + "\n> ".join(Email.objects.first().context["lines"]))
    tamper(lambda: rewrite_all_from(3))

    assert broken() == []
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_access_log", anchors=str(letter), stdout=out, no_color=True)

    code = entries[0].district.cd_code
    assert f"✗ {code} accessentry 5 is not what it was when its digest was mailed\n" in out.getvalue()


def test_a_mailed_digest_finds_a_shortened_log(entries):
    line = f"{entries[0].district.cd_code} accessentry 5 {entries[4].digest}"
    tamper(lambda: delete(4, 5))
    ChainHead.objects.filter(chain="accessentry").update(number=3, digest=entries[2].digest)

    assert broken() == []
    with pytest.raises(CommandError):
        call_command("verify_access_log", anchor=[line], stdout=StringIO())


def test_control_a_mailed_digest_of_an_untouched_log_fits(entries):
    out = StringIO()

    call_command(
        "verify_access_log", anchor=[f"{entries[0].district.cd_code} accessentry 3 {entries[2].digest}"], stdout=out
    )

    assert f"✓ {entries[0].district.cd_code} accessentry 3 is as it was mailed\n" in out.getvalue()


def test_a_letter_without_a_digest_is_refused(entries):
    with pytest.raises(CommandError, match="No line of a letter was found"):
        call_command("verify_access_log", anchor=["1964733 accessentry"], stdout=StringIO())


def test_the_weekly_letter_goes_to_those_who_read_the_log(entries):
    mail_anchors(now=timezone.now())
    mail_anchors(now=timezone.now())

    people = {each.user.email for each in entries[0].district.oasis_assignments.filter(site=None)}
    assert {email.to for email in Email.objects.all()} == people
    assert Email.objects.count() == 2
    (line,) = Email.objects.first().context["lines"]
    assert anchors_in(line) == [(entries[0].district.cd_code, "accessentry", 5, entries[4].digest)]


def test_a_break_is_written_once_a_night(entries):
    tamper(lambda: rows(3).update(purpose=Purpose.EMERGENCY))

    told = tell_of_breaks(now=timezone.now())
    tell_of_breaks(now=timezone.now())

    sentence = f"{entries[0].district.cd_code} accessentry 3 was changed"
    assert told == [sentence]
    assert [email.context["sentences"] for email in Email.objects.all()] == [[sentence]] * 2


def test_nobody_is_written_to_while_the_logs_hold(entries):
    assert tell_of_breaks(now=timezone.now()) == []
    assert Email.objects.count() == 0
