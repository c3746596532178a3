"""Pages that open by the secret in their address, and tell that address to nobody.

With `Referrer-Policy: no-referrer` a browser sends “Origin: null” along with a form, by which Django refuses it. What
the browser says of itself then counts instead: Sec-Fetch-Site, which no page's script can forge, must say that our own
page sent the form (W3C Fetch Metadata). The form's token is checked as everywhere.
"""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt


class UnsaidOrigin(CsrfViewMiddleware):
    def _origin_verified(self, request):
        if request.headers["Origin"] != "null":
            return super()._origin_verified(request)
        site = request.headers.get("Sec-Fetch-Site")
        # Browsers leave it out where there is no https, as when the portal is tried out within a network.
        return site == "same-origin" or (site is None and not request.is_secure())


def leaving_no_trace(view):
    """A decorator, the outermost: not even that somebody who is signed in was there just now is noted."""
    view.leaves_no_trace = True
    return view


def leaves_no_trace(request):
    match = request.resolver_match
    return match is not None and getattr(match.func, "leaves_no_trace", False)


_check_form = decorator_from_middleware(UnsaidOrigin)


def by_secret_link(view):
    """A decorator: no account is needed, and no other site hears of the address; robots.py tells search engines."""
    checked = _check_form(view)

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def answer(request, *args, **kwargs):
        response = checked(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return answer
