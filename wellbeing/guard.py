"""What stands before every page of a well-being program: a standing in its district, and a row in the access table."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .access import ACCESS, BEFORE_A_PROGRAM, PUBLIC, SIGNED_IN
from .standing import standing_of
from .typed import keep_typing, mark_of_writer, take_typing

SIGNED_OUT = _("You were signed out, and nothing is saved. Sign in within the hour, and what you typed is there again.")
HERE_AGAIN = _("What you typed is here again. It is not saved yet.")


class WellbeingMiddleware:
    """Sets `request.standing` on the pages of one district; a page that is not for it is not found.

    `request.typed` is what the person had typed on the page when their session ended, as data of its form, or None;
    `request.typed_by` is their mark as the writer of its form.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if _is_ours(request) and request.resolver_match.view_name not in PUBLIC:
            response.headers["Cache-Control"] = "no-store, private"
            if request.method == "POST" and not request.user.is_authenticated and keep_typing(request):
                messages.info(request, SIGNED_OUT)
        return response

    def process_view(self, request, view, args, kwargs):
        if not _is_ours(request) or request.resolver_match.view_name in PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.resolver_match.view_name in SIGNED_IN:
            return None
        standing = standing_of(request.user, cd_code=kwargs["cd_code"], now=timezone.now())
        if standing is None or not _opens(request.resolver_match.view_name, standing):
            raise Http404
        request.standing = standing
        request.typed, request.typed_by = take_typing(request), mark_of_writer(request.user)
        if request.typed:
            messages.info(request, HERE_AGAIN)
        return None


def _opens(view_name, standing):
    is_there = standing.program is not None or view_name in BEFORE_A_PROGRAM
    return is_there and bool(standing.roles & ACCESS.get(view_name, frozenset()))


def _is_ours(request):
    return request.resolver_match is not None and request.resolver_match.app_name == "wellbeing"
