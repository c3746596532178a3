"""Joining a district's table, and answering those who ask to."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from districts.domains import district_vouched_for
from districts.forms import AnswerForm, DistrictSearchForm, PlaceForm
from districts.joining import (
    AlreadyAsked,
    CannotDecide,
    CannotJoin,
    approve_membership,
    ask_to_join,
    decline_membership,
)
from districts.models import District, Membership
from districts.permissions import leads_a_district, memberships_shown_to

SHOWN = 20
NEAREST = 5
A_PAGE = 25


# Without it, Back could show what htmx asked for as if it were the whole page.
@vary_on_headers("HX-Request")
def join(request):
    """The search box for one's district; htmx asks for what it finds alone."""
    form = DistrictSearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = list(District.objects.found_by(words)[: SHOWN + 1]) if words else []
    context = {
        "form": form,
        "words": words,
        "found": found[:SHOWN],
        "has_more": len(found) > SHOWN,
        "near": District.objects.spelled_like(words)[:NEAREST] if words and not found else [],
        "query": _query(request),
        "next": _onward(request),
    }
    if request.htmx:
        return render(request, "districts/_found.html", context)
    context["places"] = places = _with_labels(Membership.objects.current().filter(user=request.user))
    vouched = district_vouched_for(request.user)
    context["vouched"] = None if any(place.district == vouched for place in places) else vouched
    context["leads"] = leads_a_district(request.user)
    return render(request, "districts/join.html", context)


def join_district(request, cd_code):
    district = get_object_or_404(District.objects.active().select_related("county"), cd_code=cd_code)
    form = PlaceForm(request.POST if request.method == "POST" else None, district=district)
    if request.method == "POST" and form.is_valid():
        try:
            membership = ask_to_join(user=request.user, district=district, now=timezone.now(), **form.cleaned_data)
        except AlreadyAsked as refusal:
            messages.info(request, str(refusal))
            return redirect(_onward(request))
        except CannotJoin as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _what_happens_next(membership))
            return redirect(_onward(request))
    place = _with_labels(Membership.objects.current().filter(user=request.user, district=district)).first()
    context = {"district": district, "form": form, "place": place, "query": _query(request), "next": _onward(request)}
    return render(request, "districts/join_district.html", context)


def membership_requests(request):
    if not leads_a_district(request.user):
        raise Http404
    waiting = _with_labels(memberships_shown_to(request.user).requested())
    page = Paginator(waiting.order_by("requested_at", "pk"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "districts/membership_requests.html", {"page": page})


def membership_request(request, pk):
    """GET shows one request, answered or not; POST answers it."""
    membership = get_object_or_404(_with_labels(memberships_shown_to(request.user)), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answered = _answer(membership, by=request.user, **form.cleaned_data)
        except CannotDecide as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("%(person)s: %(state)s. They are told by e-mail.")
                % {"person": answered.user.get_full_name(), "state": answered.get_state_display()},
            )
            return redirect("districts:requests")
    return render(request, "districts/membership_request.html", {"membership": membership, "form": form})


def _answer(membership, *, by, answer, reason):
    now = timezone.now()
    if answer == "decline":
        return decline_membership(membership=membership, declined_by=by, reason=reason, now=now)
    return approve_membership(membership=membership, approved_by=by, as_lead=answer == "approve_as_lead", now=now)


def _what_happens_next(membership):
    names = {"district": membership.district}
    if membership.state == Membership.State.APPROVED:
        return _("Welcome to %(district)s’s table: your e-mail address is the district’s own.") % names
    return (
        _(
            "You have asked to join %(district)s. Its team lead or LMI staff will answer, and you get an e-mail then."
            " Meanwhile you may register a team."
        )
        % names
    )


def _with_labels(memberships):
    return memberships.select_related("user", "district", "unit__organization")


def _asked_next(request):
    """Where the person was going, if that is a page of this portal."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # A word without a slash would be looked up as the name of a view.
    return wanted if is_ours and wanted.startswith("/") else ""


def _onward(request):
    return _asked_next(request) or settings.LOGIN_REDIRECT_URL


def _query(request):
    """`?next=…` for a link to the next step, or nothing."""
    return f"?{urlencode({'next': _asked_next(request)})}" if _asked_next(request) else ""
