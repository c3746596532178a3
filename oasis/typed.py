"""What somebody typed while they were signed out for being idle: kept sealed for them alone, for an hour."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from lmi_portal import kept_typing
from lmi_portal.encryption import CannotDecrypt

KEY = "oasis_typed"
# What a page says of itself, and not what was typed.
NOT_TYPED = ["csrfmiddlewaretoken", "version", "seen"]


def page_of(request):
    """The path of the page from which the request was sent, as far as it is one of OASIS; else None."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    path = urlsplit(came_from).path if came_from and is_ours else request.path
    try:
        return path if resolve(path).app_name == "oasis" else None
    except Resolver404:
        return None


def sealed_typing(request, *, page):
    """What was posted, to be kept in the session after the sign-out; None where it is too much."""
    return kept_typing.sealed_typing(request.POST, without=NOT_TYPED, bound_to=_bound_to(request.user, page))


def take_typed(request):
    """What the person had typed on this page, as `initial` of its form, once; {} where nothing was kept for them."""
    kept = request.session.get(KEY)
    if kept is None or request.method != "GET":
        return {}
    try:
        typed = kept_typing.opened_typing(kept, bound_to=_bound_to(request.user, request.path))
    except CannotDecrypt:
        return {}
    del request.session[KEY]
    return {name: values if len(values) > 1 else values[0] for name, values in typed.lists()} if typed else {}


def _bound_to(user, page):
    return f"oasis.typed.{user.pk}.{page}"
