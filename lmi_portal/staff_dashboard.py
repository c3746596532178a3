"""The first page of the staff area: what comes next, and what waits for somebody."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.waiting import Waiting, money_waiting
from convenings.models import Convening, Registration
from convenings.wording import dates_of, place_of
from districts.models import Membership
from lmi_portal.library.models import LinkCheck
from lmi_portal.outbox.models import Email

SHOWN = 8
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class NextConvening:
    title: str
    url: str
    dates: str
    place: str
    state: str
    seats: str
    teams_waiting: int
    teams_url: str


def overview(request, context):
    """Add to the admin's index what this person may see; unfold calls it by its DASHBOARD_CALLBACK."""
    now, user = timezone.now(), request.user
    context["next_convenings"] = _next_convenings(now) if user.has_perm("convenings.view_convening") else None
    context["waiting"] = [
        *(_requests() if user.has_perm("districts.view_membership") else []),
        *(_teams() if user.has_perm("convenings.view_registration") else []),
        *(_attendance() if user.has_perm("convenings.view_convening") else []),
        *money_waiting(user, on=timezone.localdate(now)),
        *(_dead_links() if user.has_perm("library.view_linkcheck") else []),
        *(_mails(now) if user.has_perm("outbox.view_email") else []),
    ]
    return context


def _next_convenings(now):
    coming = Convening.objects.filter(ends_on__gte=timezone.localdate(now)).exclude(state=Convening.State.CANCELLED)
    return [_next(one) for one in coming.order_by("starts_on", "pk").with_seats_taken()[:SHOWN]]


def _next(convening):
    seats = _("%(taken)s of %(capacity)s") if convening.capacity is not None else "%(taken)s"
    return NextConvening(
        title=convening.title,
        url=reverse("admin:convenings_convening_change", args=[convening.pk]),
        dates=dates_of(convening),
        place=place_of(convening),
        state=convening.get_state_display(),
        seats=seats % {"taken": convening.seats_taken, "capacity": convening.capacity},
        teams_waiting=convening.teams_waiting,
        teams_url=_list("convenings_registration", convening__id__exact=convening.pk),
    )


def _requests():
    count = Membership.objects.requested().count()
    return [Waiting(_("Requests to join a district"), count, _list("districts_membership", state__exact="requested"))]


def _teams():
    running = [Convening.State.OPEN, Convening.State.CLOSED]
    alone = Registration.objects.standing().filter(convening__state__in=running, co_lead_confirmed_at__isnull=True)
    return [
        Waiting(
            _("Teams that only one side has confirmed"),
            alone.count(),
            _list("convenings_registration", joint="no", coming="yes"),
        )
    ]


def _attendance():
    count = Convening.objects.without_attendance().count()
    return [
        Waiting(_("Held convenings without attendance"), count, _list("convenings_convening", attendance="missing"))
    ]


def _dead_links():
    shown = _list("library_linkcheck", outcome__exact="dead", resource__is_published__exact=1)
    return [Waiting(_("Dead links"), LinkCheck.objects.dead().count(), shown)]


def _mails(now):
    since = now - RECENT
    counts = Email.objects.filter(posted_at__gte=since).aggregate(
        failed=Count("pk", filter=Q(state=Email.State.FAILED)), uncertain=Count("pk", filter=Q(is_uncertain=True))
    )
    return [
        Waiting(
            _("Mails that failed"),
            counts["failed"],
            _list("outbox_email", state__exact="failed", posted_at__gte=since),
        ),
        Waiting(
            _("Mails that may have arrived twice"),
            counts["uncertain"],
            _list("outbox_email", is_uncertain__exact=1, posted_at__gte=since),
        ),
    ]


def _list(model, **filters):
    return f"{reverse(f'admin:{model}_changelist')}?{urlencode(filters)}"
