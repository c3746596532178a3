"""Case studies for tests, on their way through the real deeds; their districts and people are made up."""

from itertools import count

from django.utils import timezone

from districts.models import Side
from districts.tests.factories import create_district, create_membership, create_user
from initiative.approving import answer_case_study, publish_case_study, revise_case_study, send_for_approval
from initiative.models import CaseStudy, KeyFact, Practice, PracticeUse, TimelineEntry
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.outbox.models import Email

_number = count(1)
BOTH = [Side.LABOR, Side.MANAGEMENT]


def create_case_study(*, district=None, **fields):
    """A draft with key facts, a year and a practice, as staff's form leaves it."""
    number = next(_number)
    district = district or create_district(name=f"Valley {number} Unified")
    defaults = {
        "title": f"Valley {number}: one table",
        "slug": f"valley-{number}",
        "summary": "They sat down together.",
        "led_to": "A strike was near.\n\nThen somebody called.",
        "in_practice": "They meet on Mondays.",
        "impact": "Fewer grievances.",
        "lessons": "People change.",
        "interviewed": ["principals", "union leaders"],
    }
    case_study = CaseStudy.objects.create(district=district, **defaults | fields)
    for position, (label, value) in enumerate([("Students", "about 900"), ("Unions", "Two"), ("Schools", "4")]):
        KeyFact.objects.create(case_study=case_study, label=label, value=value, source="its website", position=position)
    TimelineEntry.objects.create(case_study=case_study, year=2019, what="The first accord.", source="its website")
    PracticeUse.objects.create(
        practice=create_practice(), district=district, case_study=case_study, how="By accord.", source="its website"
    )
    return case_study


def create_practice(**fields):
    number = next(_number)
    defaults = {"name": f"Way {number}", "slug": f"way-{number}", "summary": "Together."}
    return Practice.objects.create(**defaults | fields)


def seat_both_sides(district):
    """A lead of each side; returns {side: user}."""
    return {side: create_membership(district=district, side=side, is_lead=True).user for side in BOTH}


def create_published(**fields):
    """Told from a published report, without the district's answers."""
    case_study = create_case_study(**{"already_public": "a report"} | fields)
    return publish_case_study(case_study=case_study, published_by=None, now=timezone.now())


def create_in_review(**fields):
    """Sent to a district with a lead on each side; returns the case study, {side: user} and the sender."""
    case_study, staff = create_case_study(**fields), create_staff(second_factor=False)
    people = seat_both_sides(case_study.district)
    return send_for_approval(case_study=case_study, sent_by=staff, now=timezone.now()), people, staff


def answer(case_study, side, by, answer="approved", *, note="", revision=None):
    return answer_case_study(
        case_study=case_study,
        side=side,
        answer=answer,
        note=note,
        revision=case_study.revision if revision is None else revision,
        answered_by=by,
        now=timezone.now(),
    )


def send(case_study, *, by=None):
    return send_for_approval(case_study=case_study, sent_by=by or create_staff(), now=timezone.now())


def revise(case_study):
    revise_case_study(case_study=case_study, revised_by=create_user(is_staff=True), now=timezone.now())


def state_of(case_study):
    return CaseStudy.objects.get(pk=case_study.pk).state


def letters(news):
    """Whom the letters of this news are promised to."""
    return sorted(Email.objects.filter(template=f"initiative/email/case_study_{news}").values_list("to", flat=True))
