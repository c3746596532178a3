"""One convening's page."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convenings.following import may_be_followed
from convenings.forms.follow import FollowForm
from convenings.models import Convening, Registration
from convenings.occupancy import count_seats
from convenings.permissions import convenings_shown_to
from convenings.programme import add_ons_of, days_of
from convenings.refusing import CannotRegister, pacific, refuse_unless_open
from convenings.structured_data import event_of
from convenings.terms import paying_sentences_of, sentences_of
from convenings.wording import dates_of, fee_sentence, place_of, status_of
from districts.regions import counties_of
from lmi_portal.page_head import in_brief, whole

ABOUT_ALL = gettext_lazy("Teams of labor and management from California’s school districts meet here.")
MAP = "https://www.openstreetmap.org/search?"


@login_not_required
def convening_detail(request, slug):
    return show_convening(request, convening_to_show(request, slug))


def convening_to_show(request, slug):
    return get_object_or_404(convenings_shown_to(request).annotate(host_district=F("host__name")), slug=slug)


def show_convening(request, convening, *, follow_form=None):
    now = timezone.now()
    count_seats([convening])
    may_follow = may_be_followed(convening, now=now)
    if may_follow and follow_form is None:
        follow_form = FollowForm(initial={"email": getattr(request.user, "email", "")})
    context = {
        "convening": convening,
        "is_draft": convening.state == Convening.State.DRAFT,
        "is_over": convening.is_over(now=now),
        "status": status_of(convening, now=now),
        "dates": dates_of(convening) or convening.dates_note,
        "fee": fee_sentence(convening),
        "days": days_of(convening),
        "speakers": list(convening.speakers.all()),
        "add_ons": add_ons_of(convening),
        "counties": counties_of(convening.region),
        "map_url": _map_url(convening),
        "refusal": why_no_team(convening, now=now),
        "follow_form": follow_form if may_follow else None,
        "own_teams": list(teams_of(request.user, convening)),
        "window": _window(convening, now=now),
        "terms": _terms(convening, now=now),
    }
    return render(request, "convenings/convening_detail.html", context | _head(context, now=now))


def _head(page, *, now):
    """What the `page` tells search engines."""
    convening = page["convening"]
    event = event_of(convening, days=page["days"], speakers=page["speakers"], now=now)
    return {
        "structured_data": whole(event),
        "about": in_brief(convening.title, dates_of(convening), place_of(convening), convening.summary, ABOUT_ALL),
    }


def teams_of(user, convening):
    """The standing teams at a convening that `user` may see; a stranger sees none."""
    # To narrow nothing takes Django longer than to ask, and most who open a convening's page are strangers.
    if not user.is_authenticated:
        return Registration.objects.none()
    return Registration.objects.visible_to(user).standing().filter(convening=convening).select_related("district")


def _window(convening, *, now):
    """[(“Opens”, “Dec. 3, 2026, 5 p.m. PST”)] of the moments that are set, in order."""
    moments = [
        (_("Opens"), _("Opened"), convening.registration_opens_at),
        (_("Closes"), _("Closed"), convening.registration_closes_at),
        (_("Seats may change until"), _("Seats could change until"), convening.changes_close_at),
    ]
    return [(before if now < moment else after, pacific(moment)) for before, after, moment in moments if moment]


def _terms(convening, *, now):
    """The rule about cancelling and paying, while a team may still have to decide by it."""
    State = Convening.State
    if convening.kind == Convening.Kind.PARTNER or convening.is_over(now=now):
        return []
    is_set = convening.state in {State.DRAFT, State.OPEN, State.CLOSED}
    return [*sentences_of(convening), *paying_sentences_of(convening)] if is_set else []


def _map_url(convening):
    place = ", ".join(filter(None, [convening.street or convening.venue, convening.city, convening.zip_code]))
    return MAP + urlencode({"query": f"{place}, California"}) if place else ""


def why_no_team(convening, *, now):
    """Why no team can be registered here now, or nothing where one can."""
    try:
        refuse_unless_open(convening, now=now)
    except CannotRegister as refusal:
        return str(refusal)
    return ""
