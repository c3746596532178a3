"""One district’s page: who it is, what is on record of it, and what only the people at its table see."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from billing.permissions import accounts_seen_by
from convenings.models import Registration
from districts.models import District, Membership
from districts.neighbors import neighbors_of
from districts.partnership import highlights_of, partnership_of
from districts.permissions import memberships_shown_to, sees_unconfirmed_units
from districts.structured_data import district_fact
from initiative.models import CaseStudy, PracticeUse, Voice
from lmi_portal.accounts.second_factor import acts_as_staff
from lmi_portal.page_head import whole

TEAMS_SHOWN = 20
State = Membership.State


@dataclass(frozen=True)
class OwnTable:
    """What the people at a district’s table see of it; `requests` are empty for all but its leads.

    `awaited` is the case study that both sides are asked about, for those who have a side.
    """

    coming: list
    past: list
    people: list
    requests: list
    account: object
    awaited: object


@login_not_required
def district(request, cd_code):
    shown = get_object_or_404(District.objects.select_related("county"), cd_code=cd_code)
    place, is_staff = _place_of(request.user, shown), acts_as_staff(request)
    evidence = list(shown.evidence.all())
    context = {
        "structured_data": whole(district_fact(shown)),
        "district": shown,
        "units": _units(shown, with_unconfirmed=sees_unconfirmed_units(request)),
        "partnership": partnership_of(evidence),
        "highlights": highlights_of(evidence),
        "case_study": CaseStudy.objects.published().filter(district=shown).first(),
        "uses": list(_practices(shown)),
        "voices": list(Voice.objects.permitted().filter(district=shown)),
        "schools": list(shown.schools.all()),
        "neighbors": neighbors_of(shown),
        "place": place,
        "own": _own_table(request, shown, place) if place and place.state == State.APPROVED else None,
        "may_edit": is_staff and request.user.has_perm("districts.change_district"),
    }
    return render(request, "districts/district.html", context)


def _place_of(user, district):
    """The place that `user` has at this table or has asked for, or None."""
    if not user.is_authenticated:
        return None
    return Membership.objects.current().filter(user=user, district=district).first()


def _units(district, *, with_unconfirmed):
    units = district.units.all() if with_unconfirmed else district.units.shown_to_all()
    return list(units.select_related("organization").order_by("kind", "organization__name", "label", "pk"))


def _practices(district):
    return PracticeUse.objects.shown().filter(district=district).select_related("practice").order_by("practice__name")


def _own_table(request, district, place):
    today, people = timezone.localdate(), district.memberships.select_related("user", "unit__organization")
    teams = list(
        Registration.objects.visible_to(request.user)
        .standing()
        .filter(district=district)
        .with_totals()
        .select_related("convening", "district")
        .order_by("-convening__starts_on", "-pk")[:TEAMS_SHOWN]
    )
    coming = [team for team in teams if team.convening.ends_on is None or team.convening.ends_on >= today]
    requests = memberships_shown_to(request.user).requested().filter(district=district).order_by("requested_at", "pk")
    return OwnTable(
        coming=coming[::-1],
        past=[team for team in teams if team not in coming],
        people=list(people.approved().order_by("side", "-is_lead", "role", "user__name", "pk")),
        requests=list(requests.select_related("user", "unit__organization")) if place.is_lead else [],
        account=accounts_seen_by(request).filter(district=district).first(),
        awaited=CaseStudy.objects.in_review().told_by(request.user).filter(district=district).first(),
    )
