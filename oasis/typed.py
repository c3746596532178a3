"""What somebody typed while they were signed out for being idle: kept sealed for them alone, for an hour."""

import json
import time
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from lmi_portal.encryption import CannotDecrypt, seal, unseal

KEY = "oasis_typed"
CHARACTERS_AT_MOST = 100_000
SECONDS_AT_MOST = 60 * 60
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
    typed = request.POST.copy()
    for name in NOT_TYPED:
        typed.pop(name, None)
    text = json.dumps([time.time(), typed.urlencode()])
    return seal(text.encode(), bound_to=_bound_to(request.user, page)) if len(text) <= CHARACTERS_AT_MOST else None


def take_typed(request):
    """What the person had typed on this page, as `initial` of its form, once; {} where nothing was kept for them."""
    kept = request.session.get(KEY)
    if kept is None or request.method != "GET":
        return {}
    try:
        typed_at, encoded = json.loads(unseal(kept, bound_to=_bound_to(request.user, request.path)))
    except CannotDecrypt:
        return {}
    del request.session[KEY]
    if time.time() - typed_at > SECONDS_AT_MOST:
        return {}
    return {name: values if len(values) > 1 else values[0] for name, values in QueryDict(encoded).lists()}


def _bound_to(user, page):
    return f"oasis.typed.{user.pk}.{page}"
