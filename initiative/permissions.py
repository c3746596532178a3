"""Who may what with what has been learned; everyone reads what is published.

| who | may |
|---|---|
| approved member of labor or management | read the case study that waits for their district, as often as they like |
| that side's leads; every member of it where it has none | answer for the side, once for each text |
| LMI staff who may view case studies | read drafts; what they do to one is in the admin, by Django's permissions |
| who sits on the steering committee today | all its meetings, agendas, minutes and decisions |
| who sat on it once | the meetings and decisions of their own terms |
| who will sit on it | no more than everyone until the term begins |
| LMI staff who may view meetings, or plans | what the committee's members see; plans that are not published |
"""

from districts.models import Membership, Side
from lmi_portal.accounts.second_factor import acts_as_staff

from .models import CaseStudy, CommitteeDecision, Meeting, Plan, Term

SIDES = [Side.LABOR, Side.MANAGEMENT]


def case_studies_shown_to(request):
    may_preview = acts_as_staff(request) and request.user.has_perm("initiative.view_casestudy")
    return CaseStudy.objects.all() if may_preview else CaseStudy.objects.published()


def reviewers_of(case_study, *, sides=SIDES):
    """The places at the district's table whose people are asked to read it."""
    places = Membership.objects.approved().filter(district=case_study.district_id, side__in=sides, user__is_active=True)
    return places.select_related("user").order_by("side", "pk")


def answerers_of(case_study):
    """{side: places} of those who answer for their side: its leads or, where it has none, all of it."""
    places = list(reviewers_of(case_study))
    return {side: _leads_or_all([place for place in places if place.side == side]) for side in SIDES}


def side_answered_by(user, case_study):
    """The side for which `user` may answer, or nothing."""
    answerers = answerers_of(case_study)
    return next((side for side in SIDES if any(place.user_id == user.pk for place in answerers[side])), "")


def _leads_or_all(places):
    return [place for place in places if place.is_lead] or places


def committee_is_open_to(request):
    """Whether LMI staff read what the steering committee keeps to its members."""
    return acts_as_staff(request) and request.user.has_perm("initiative.view_meeting")


def meetings_shown_to(request, *, on):
    return Meeting.objects.all() if committee_is_open_to(request) else Meeting.objects.visible_to(request.user, on=on)


def decisions_shown_to(request, *, on):
    decisions = CommitteeDecision.objects
    return decisions.all() if committee_is_open_to(request) else decisions.visible_to(request.user, on=on)


def has_sat_on_committee(user, *, on):
    """Whether a term of theirs runs on the Pacific day `on`, or has run before it."""
    return user.is_authenticated and Term.objects.filter(user=user, starts_on__lte=on).exists()


def plans_shown_to(request):
    may_preview = acts_as_staff(request) and request.user.has_perm("initiative.view_plan")
    return Plan.objects.all() if may_preview else Plan.objects.published()
