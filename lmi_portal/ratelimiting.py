"""How often one address may knock at a page that needs no account."""

from hashlib import sha256

from django.core.cache import cache


def take(*, key, limit, per):
    """Take one of `limit` tries that `key` has in `per` seconds; False when they are used up.

    The key is hashed, so that nothing private stands in the cache.
    """
    name = "tries:" + sha256(key.encode()).hexdigest()
    cache.add(name, 0, timeout=per)
    try:
        return cache.incr(name) <= limit
    except ValueError:
        # The count ran out between the two lines: this try is the first of a new one.
        cache.set(name, 1, timeout=per)
        return True
