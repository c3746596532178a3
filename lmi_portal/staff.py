"""The staff area, /admin/: who may open it, and the one place with a looser content security policy."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from lmi_portal.accounts.second_factor import WAY_BACK, acts_as_staff, second_factor_first

# Unfold's Alpine evaluates expressions in attributes, and its colors are an inline style sheet. Inline scripts stay
# forbidden here too, and every other page keeps the strict policy of the settings.
STAFF_AREA_CSP = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}


class StaffAreaMiddleware:
    """Lets LMI staff into the admin: signed in by allauth and, where required, by a second factor in this session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(reverse("admin:index")):
            return self.get_response(request)
        response = elsewhere_first(request) or self.get_response(request)
        response._csp_update = STAFF_AREA_CSP
        return response


def elsewhere_first(request):
    """The page that a person must pass before this one, or None; to those who are not staff nothing is here."""
    if not request.user.is_authenticated:
        return redirect_to_login(wanted_page(request))
    if not request.user.is_staff:
        raise Http404
    if not acts_as_staff(request):
        return second_factor_first(
            request,
            wanted_page(request),
            message=_("The staff area opens once your account has a second factor. Set one up here."),
        )
    # The admin's own page would change a password without allauth's rate limit and mail.
    if request.path_info == reverse("admin:password_change"):
        return redirect("account_change_password")
    request.session.pop(WAY_BACK, None)
    return None


def wanted_page(request):
    if request.path_info == reverse("admin:login"):
        wanted = request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return wanted if is_ours else reverse("admin:index")
    return request.get_full_path()
