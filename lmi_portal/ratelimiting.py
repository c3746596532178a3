"""How often one key may knock at a page that needs no account."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils.crypto import salted_hmac


def take(*, key, limit, per):
    """Use up one of the `limit` tries that `key` has in `per` seconds, counted from the first; False when none is left.

    `key` says what is tried and by whom ("co-lead link:203.0.113.7"); the cache sees only its keyed hash. While Redis
    is down everything is let through (see redis_cache).
    """
    name = "tries:" + salted_hmac("lmi_portal.ratelimiting", f"{key}|{limit}|{per}", algorithm="sha256").hexdigest()
    try:
        cache.add(name, 0, timeout=per)
        return cache.incr(name) <= limit
    except ValueError:  # It ran out between the two lines, so a new count begins.
        cache.set(name, 1, timeout=per)
        return limit >= 1


def address_of(request):
    """The visitor's network address, not that of the proxy in front."""
    return get_adapter().get_client_ip(request)
