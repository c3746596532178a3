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
from django_htmx.http import HttpResponseClientRedirect

from lmi_portal.accounts.second_factor import forget_second_factor, has_shown_second_factor, second_factor_first
from lmi_portal.secret_links import leaves_no_trace

from . import typed
from .access import ACCESS, IN_FAMILY_HANDS, PUBLIC
from .reach import reach_of

IDLE = timedelta(minutes=15)
SEEN_AT = "oasis_seen_at"
HANDED_OVER = "oasis_handed_over"
IDLE_PAGE = "oasis:idle"
# Some seconds later than the server counts, so that who comes by it is found idle.
TAKEN_OFF_SCREEN_AFTER = int(IDLE.total_seconds()) + 5


class OasisMiddleware:
    """Signs out who was idle, sets `request.reach` narrowed to the roles that a page is for, and forbids to keep it.

    `request.typed` is what the person had typed on the page when they were signed out, as `initial` of its form.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        idle_since = _idle_since(request)
        is_idle_page = request.path == reverse(IDLE_PAGE)
        if idle_since and timezone.now() - idle_since > IDLE:
            if not is_idle_page:
                return _sign_out(request)
            logout(request)
        response = self.get_response(request)
        if idle_since and not is_idle_page and SEEN_AT in request.session and not leaves_no_trace(request):
            request.session[SEEN_AT] = timezone.now().isoformat()
        if _is_ours(request):
            _leave_no_copy(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        if not _is_ours(request) or request.resolver_match.view_name in PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        reach = reach_of(request.user, now=timezone.now()).having(ACCESS.get(request.resolver_match.view_name, ()))
        if not reach.assignments:
            raise Http404
        if settings.STAFF_MFA_REQUIRED and not _is_known_by_two_factors(request):
            asks = _("Records of students open once your account has a second factor. Set one up here.")
            return second_factor_first(request, request.get_full_path(), message=asks)
        request.reach = reach
        request.typed = typed.take_typed(request)
        request.session[SEEN_AT] = timezone.now().isoformat()
        return None


def _is_known_by_two_factors(request):
    """Whether the page may open in this session; one that is handed to a family opens alone, and ends the factor."""
    is_shown = has_shown_second_factor(request)
    if request.resolver_match.view_name in IN_FAMILY_HANDS:
        if is_shown:
            request.session[HANDED_OVER] = request.path
            forget_second_factor(request)
        return request.session.get(HANDED_OVER) == request.path
    if is_shown:
        request.session.pop(HANDED_OVER, None)
    return is_shown


def _is_ours(request):
    return request.resolver_match is not None and request.resolver_match.app_name == "oasis"


def _idle_since(request):
    # Who brings no session is nobody's to sign out, and their page stays the same for everyone.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    seen_at = request.session.get(SEEN_AT)
    return datetime.fromisoformat(seen_at) if seen_at else None


def _leave_no_copy(request, response):
    response.headers["Cache-Control"] = "no-store, private"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    is_page = response.headers.get("Content-Type", "").startswith("text/html") and not request.htmx
    if is_page and hasattr(request, "reach"):
        response.headers["Refresh"] = f"{TAKEN_OFF_SCREEN_AFTER}; url={reverse(IDLE_PAGE)}"


def _sign_out(request):
    wanted, kept = request.get_full_path(), None
    if request.method not in {"GET", "HEAD"}:
        page = typed.page_of(request)
        kept = typed.sealed_typing(request, page=page) if page else None
        wanted = page or reverse("oasis:start")
    logout(request)
    if kept:
        request.session[typed.KEY] = kept
    messages.info(request, _says(kept))
    response = redirect_to_login(wanted)
    if request.htmx:
        response = HttpResponseClientRedirect(response.url)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _says(kept):
    signed_out = _("You were signed out after 15 minutes without a click, as students’ records were open.")
    if kept is None:
        return signed_out
    return f"{signed_out} {_('Nothing was sent. Sign in within the hour, and what you typed is there again.')}"
