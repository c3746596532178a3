"""What stands before every page of OASIS: a second factor, a role, no copy left behind, and a sign-out when idle."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.accounts.second_factor import has_shown_second_factor, second_factor_first

from .access import ACCESS, PUBLIC
from .reach import reach_of

IDLE = timedelta(minutes=15)
SEEN_AT = "oasis_seen_at"


class OasisMiddleware:
    """Signs out who was idle, sets `request.reach` narrowed to the roles that a page is for, and forbids to keep it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        idle_since = _idle_since(request)
        if idle_since and timezone.now() - idle_since > IDLE:
            return _sign_out(request)
        response = self.get_response(request)
        if SEEN_AT in request.session and request.user.is_authenticated:
            request.session[SEEN_AT] = timezone.now().isoformat()
        if _is_ours(request):
            response.headers["Cache-Control"] = "no-store, private"
            response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    def process_view(self, request, view, args, kwargs):
        if not _is_ours(request) or request.resolver_match.view_name in PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        reach = reach_of(request.user, now=timezone.now()).having(ACCESS.get(request.resolver_match.view_name, ()))
        if not reach.assignments:
            raise Http404
        if settings.STAFF_MFA_REQUIRED and not has_shown_second_factor(request):
            asks = _("Records of students open once your account has a second factor. Set one up here.")
            return second_factor_first(request, request.get_full_path(), message=asks)
        request.reach = reach
        request.session[SEEN_AT] = timezone.now().isoformat()
        return None


def _is_ours(request):
    return request.resolver_match is not None and request.resolver_match.app_name == "oasis"


def _idle_since(request):
    seen_at = request.session.get(SEEN_AT) if request.user.is_authenticated else None
    return datetime.fromisoformat(seen_at) if seen_at else None


def _sign_out(request):
    logout(request)
    messages.info(request, _("You were signed out after 15 minutes without a click, as students’ records were open."))
    wanted = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("oasis:start")
    response = redirect_to_login(wanted)
    response.headers["Cache-Control"] = "no-store, private"
    return response
