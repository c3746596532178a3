"""What was shared of a student, with whom and why, as a paper for the family.

Education Code § 49064: the log of who asked for or got information from the record, and why, is open to the parent. 34
CFR § 99.32: so is the record of disclosures. What rests on the student's own consent is left out, and whoever looked
at it (Family Code § 6924; Health & Safety Code § 123115); so is what a court forbids to tell (34 CFR §
99.31(a)(9)(ii)).
"""

from collections import Counter

from django.utils import timezone

from lmi_portal.papers import render_paper

from .models import AccessEntry, Disclosure, Referral, Role
from .report_words import called, day_in, say, words_in

TEMPLATE = "oasis/pdf/family_report.typ"
# What a student of 12 or older tells a counselor is not part of the pupil's record (Education Code § 49602).
NOT_OF_THE_RECORD = ["oasis:notes", "oasis:student_safe_contact"]
# Pages of a student as a whole; on all others a single referral or a caseload is looked at.
WHOLE_STUDENT = ("oasis:student", "oasis:household", "oasis:guardian", "oasis:attendance", "oasis:families")


def report_facts(student, *, language, made_by, now):
    """All that is printed, as plain JSON values in words of `language`."""
    words = words_in(language)
    return {
        "title": words["report_title"],
        "school": student.school.name,
        "district": str(student.district),
        "student": student.full_name(),
        "number": student.number,
        "made": say(words, "made_on", day=day_in(words, timezone.localdate(now)), name=made_by.get_full_name()),
        "intro": words["report_intro"],
        "rights": words["report_rights"],
        "disclosures": [_disclosure(row, words) for row in disclosures_told(student)],
        "accesses": _accesses(student, words),
        "words": words["report"],
    }


def render_report(facts, *, language, now):
    return render_paper(TEMPLATE, facts, written_at=now, language=language)


def disclosures_told(student):
    """The disclosures that the family is told of, the newest first."""
    hidden = Referral.objects.filter(student=student, is_confidential=True).values("number")
    rows = Disclosure.objects.filter(student_number=student.pk, is_confidential=False)
    return rows.exclude(referral_number__in=hidden).order_by("-disclosed_at", "-pk")


def accesses_told(student):
    """Yields the entries that the family is told of, the newest first.

    Those that say themselves that they are of the student's own consent are left out. Of a student who has such a
    referral so is, from its first day on, every look at a referral or caseload by who may see it.
    """
    since, people = _who_may_see_confidential(student)
    entries = AccessEntry.objects.filter(accessed__student_number=student.pk)
    entries = entries.exclude(action=AccessEntry.Action.DESTROY).exclude(page__in=NOT_OF_THE_RECORD)
    for entry in entries.select_related("seen_by").order_by("-seen_at", "-pk").iterator():
        if student.pk in (entry.confidential_students or []):
            continue
        is_single = not entry.page.startswith(WHOLE_STUDENT)
        may_see = entry.seen_by_id in people or Role.COUNSELOR in entry.roles.split(", ")
        if since and entry.seen_at >= since and is_single and may_see:
            continue
        yield entry


def _who_may_see_confidential(student):
    rows = Referral.objects.filter(student=student, is_confidential=True).order_by("created_at")
    rows = list(rows.values_list("created_at", "owner", "logged_by"))
    return (rows[0][0] if rows else None, {person for _at, *people in rows for person in people})


def _disclosure(row, words):
    return [
        day_in(words, timezone.localdate(row.disclosed_at)),
        row.recipient,
        ", ".join(called(words, "fields", name) for name in row.records),
        called(words, "purposes", row.purpose),
    ]


def _accesses(student, words):
    """One line for each day, person, purpose and kind of look, with all that was seen."""
    fields, counts = {}, Counter()
    for entry in accesses_told(student):
        person = entry.seen_by.get_full_name() if entry.seen_by else entry.seen_by_label
        key = (timezone.localdate(entry.seen_at), person, entry.roles, entry.action, entry.purpose)
        counts[key] += 1
        fields.setdefault(key, set()).update(entry.fields)
    return [_access(key, sorted(fields[key]), count, words) for key, count in counts.items()]


def _access(key, fields, count, words):
    day, person, roles, action, purpose = key
    roles = ", ".join(called(words, "roles", role) for role in roles.split(", ") if role)
    times = f" · {say(words, 'times', count=count)}" if count > 1 else ""
    return [
        day_in(words, day),
        f"{person}, {roles}" if roles else person,
        f"{called(words, 'actions', action)}: {', '.join(called(words, 'fields', name) for name in fields)}{times}",
        called(words, "purposes", purpose),
    ]
