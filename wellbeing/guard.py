"""What stands before every page of a well-being program: a standing in its district, and a row in the access table."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.utils import timezone

from .access import ACCESS, BEFORE_A_PROGRAM, PUBLIC, SIGNED_IN
from .standing import standing_of


class WellbeingMiddleware:
    """Sets `request.standing` on the pages of one district; a page that is not for it is not found."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if _is_ours(request) and request.resolver_match.view_name not in PUBLIC:
            response.headers["Cache-Control"] = "no-store, private"
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
        return None


def _opens(view_name, standing):
    is_there = standing.program is not None or view_name in BEFORE_A_PROGRAM
    return is_there and bool(standing.roles & ACCESS.get(view_name, frozenset()))


def _is_ours(request):
    return request.resolver_match is not None and request.resolver_match.app_name == "wellbeing"
