"""The deeds that put students on file and change them: found again by their indexes, and no student on file twice."""

from django.db import transaction
from django.utils.translation import gettext as _

from districts.models import District
from lmi_portal.audit.recording import record
from lmi_portal.encryption import blind_index

from .finding_students import (
    SHORTEST_BEGINNING,
    Kind,
    bearers_of_number,
    namesakes_of,
    number_text,
    purpose,
    twin_text,
    words_of,
)
from .models import Assignment, Role, Student, StudentIndex
from .refusing import Refusal
from .row_versions import version_of

TOLD_APART_BY = ["given_name", "family_name", "born_on", "number"]
CHANGEABLE = [
    "school",
    "given_name",
    "family_name",
    "number",
    "born_on",
    "grade",
    "language",
    "safe_contact",
    "left_on",
]


class CannotAdd(Refusal):
    """The student is not put on file as asked."""


class IsOnFile(CannotAdd):
    """Somebody like this is on file; `student` is that row where the person may see it, else None.

    `may_be_another` says that it may be a namesake, who is added once somebody says so. `pair` is for the log of who
    saw what (oasis/access_log.py): who asks often enough learns who is on file.
    """

    def __init__(self, sentence, *, twin, is_within, field, may_be_another=False):
        super().__init__(sentence, field=field)
        self.student = twin if is_within else None
        self.pair = (twin.pk, twin.district_id)
        self.may_be_another = may_be_another


class StudentOutdated(CannotAdd):
    """Somebody else changed the student after the page was opened."""


def may_add_at(reach, school):
    """Whether the person puts students of `school` on file: who works there by right, not by consent alone.

    Who is consent-only may see a record once a consent names their employer (34 CFR § 99.30), and before there is a
    record there is no such consent.
    """
    return any(
        assignment.site.school_id == school.pk and assignment.basis != Assignment.Basis.CONSENT
        if assignment.site_id
        else assignment.district_id == school.district_id and assignment.role == Role.PROGRAM_ADMINISTRATOR
        for assignment in reach.assignments
    )


@transaction.atomic
def add_student(*, reach, student, household=None, guardian=None, is_another=False, now):
    """Put the unsaved `student` on file, with its household and guardian where they are given, unsaved or on file.

    Raises CannotAdd where the person may not add at that school, and IsOnFile where somebody of this number, or of
    this name and date of birth, is on file in the district; `is_another` says that the latter is a namesake.
    """
    if not may_add_at(reach, student.school):
        raise CannotAdd(_("A district employee of the school adds its students."), field="school")
    student.district = student.school.district
    _refuse_twins(reach, student, is_another=is_another)
    if household is not None:
        household.district = student.district
        household.created_at = household.created_at or now
        household.save()
    if guardian is not None:
        guardian.household = household
        guardian.save()
    student.household, student.created_at, student.created_by = household, now, reach.user
    student.save()
    index_student(student)
    record(deed="add_student", on=student, by=reach.user, now=now)
    return student


@transaction.atomic
def change_student(*, reach, student, changes, seen, is_another=False, now):
    """Write `changes` (field: value) to the student; `seen` is `as_seen(student)` of when the page was opened.

    Raises StudentOutdated where somebody changed the student since, CannotAdd and IsOnFile as add_student does.
    """
    row = Student.objects.select_for_update().get(pk=student.pk)
    if as_seen(row) != seen:
        raise StudentOutdated(_("Somebody else changed this student meanwhile. Below is what you typed; look again."))
    changed = [name for name in CHANGEABLE if name in changes and getattr(row, name) != changes[name]]
    for name in changed:
        setattr(row, name, changes[name])
    if "school" in changed and row.school.district_id != row.district_id:
        raise CannotAdd(_("A school of another district keeps its own records."), field="school")
    if "school" in changed and not may_add_at(reach, row.school):
        raise CannotAdd(_("A district employee of the school adds its students."), field="school")
    if set(changed) & set(TOLD_APART_BY):
        _refuse_twins(reach, row, is_another=is_another)
    if changed:
        row.save()
        index_student(row)
        told = {name: ["", "changed"] for name in changed}
        record(deed="change_student", on=row, by=reach.user, now=now, changes=told)
    return row


@transaction.atomic
def change_safe_contact(*, reach, student, safe_contact, now):
    """Write how a student who consents alone may be reached; the trail does not say that there is such a thing."""
    row = Student.objects.select_for_update().get(pk=student.pk)
    row.safe_contact = safe_contact
    row.save(update_fields=["safe_contact"])
    record(deed="change_student", on=row, by=reach.user, now=now)


def index_student(student):
    """Write the blind indexes of `student` anew, under the newest key."""
    StudentIndex.objects.filter(student=student).delete()
    StudentIndex.objects.bulk_create(
        StudentIndex(student=student, kind=kind, digest=digest) for kind, digest in digests_of(student)
    )


def digests_of(student):
    """All (kind, digest) pairs by which `student` is found, sorted."""
    texts = {(Kind.NAME, beginning) for word in words_of(student.full_name()) for beginning in _beginnings(word)}
    texts |= {(Kind.NUMBER, number_text(student.number)), (Kind.TWIN, twin_text(student))}
    return sorted(
        (kind.value, blind_index(text, purpose=purpose(kind, student.district_id))) for kind, text in texts if text
    )


def as_seen(student):
    """What a page of the student hands back to change_student."""
    return version_of(student, CHANGEABLE)


def _beginnings(word):
    return {word, *(word[:length] for length in range(SHORTEST_BEGINNING, len(word)))}


def _refuse_twins(reach, student, *, is_another):
    # Who adds the same student at the same moment takes turns at the district; its key others may still refer to.
    District.objects.select_for_update(no_key=True).get(pk=student.district_id)
    if twin := bearers_of_number(student).first():
        raise _on_file(reach, twin, _("This student number is on file already."), field="number")
    if not is_another and (twin := namesakes_of(student).first()):
        sentence = _("A student of this name and date of birth is on file already.")
        raise _on_file(reach, twin, sentence, field="given_name", may_be_another=True)


def _on_file(reach, twin, sentence, **kwargs):
    is_within = Student.objects.within(reach).filter(pk=twin.pk).exists()
    if not is_within:
        sentence = f"{sentence} {_whom_to_ask(reach)}"
    return IsOnFile(sentence, twin=twin, is_within=is_within, **kwargs)


def _whom_to_ask(reach):
    """Somebody of the person's own school or district: the other school is not told, as it says where a child goes."""
    others = Assignment.objects.current(on=reach.on).exclude(user=reach.user).select_related("user")
    districts = {assignment.district_id for assignment in reach.assignments}
    lead = (
        others.filter(role=Role.SITE_LEAD, site__in=[site.pk for site in reach.sites]).first()
        or others.filter(role=Role.PROGRAM_ADMINISTRATOR, district__in=districts).first()
    )
    if lead is None:
        return _("You may not see that record: ask the district’s program administrator.")
    return _("You may not see that record: ask %(name)s.") % {"name": lead.user.get_full_name()}
