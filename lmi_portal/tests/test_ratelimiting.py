import time

import pytest
from django.core.cache import cache

from lmi_portal.ratelimiting import take


def tries(count, *, key="co-lead link:203.0.113.7", limit=3, per=60):
    return [take(key=key, limit=limit, per=per) for _ in range(count)]


def test_tries_are_used_up():
    assert tries(5) == [True, True, True, False, False]


def test_each_key_has_tries_of_its_own():
    tries(3)

    assert tries(1, key="co-lead link:203.0.113.8") == [True]


def test_tries_come_back_in_time(settings, monkeypatch):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tries"}}
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment)
    used_up = tries(4)[-1]
    monkeypatch.setattr(time, "time", lambda: moment + 61)

    assert (used_up, tries(1)) == (False, [True])


def test_a_count_that_runs_out_meanwhile_begins_anew(monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *_, **__: False)

    assert tries(4) == [True, True, True, False]


def test_the_cache_never_sees_the_key(monkeypatch):
    names = []
    monkeypatch.setattr(cache, "incr", lambda name: names.append(name) or 1)
    tries(1, key="seat link:ana@example.org")

    assert [name.split(":")[0] for name in names] == ["tries"]
    assert [name for name in names if "ana" in name or "example" in name] == []


@pytest.mark.parametrize("is_redis_up", [True, False], ids=["Redis up", "Redis down"])
def test_with_redis_tries_are_counted_and_without_it_let_through(redis_server, settings, is_redis_up):
    settings.CACHES = {"default": {"BACKEND": "lmi_portal.redis_cache.Cache", "LOCATION": redis_server.url}}
    if not is_redis_up:
        redis_server.stop()

    assert tries(4, limit=2) == ([True, True, False, False] if is_redis_up else [True] * 4)
    redis_server.stop()
    redis_server.start()
