import pytest
from django.core.cache import cache
from django.urls import reverse

from lmi_portal import redis_cache
from lmi_portal.accounts.tests.factories import PASSWORD, create_user


@pytest.fixture
def stopped_redis(redis_server, settings):
    """The settings' cache in a Redis of the test's own that stopped after the first word."""
    settings.CACHES = {"default": {"BACKEND": "lmi_portal.redis_cache.Cache", "LOCATION": redis_server.url}}
    cache.set("word", "kept")
    redis_server.stop()
    return redis_server


def answers():
    """What the cache says to everything that allauth and ratelimiting ask of it."""
    cache.set("word", "new")
    return cache.get("word"), cache.get("word", "none"), cache.add("other", 1), cache.incr("word"), cache.delete("word")


def test_a_stopped_redis_is_an_empty_cache(stopped_redis):
    assert answers() == (None, "none", True, 1, False)


def test_a_redis_that_came_back_is_asked_again_after_a_rest(stopped_redis, monkeypatch):
    monkeypatch.setattr(redis_cache, "SECONDS_OF_REST", 60)
    cache.get("word")
    stopped_redis.start()
    cache.set("word", "too early")
    cache.rests_until = 0.0

    kept_early = cache.get("word")
    cache.set("word", "new")

    assert (kept_early, cache.get("word"), cache.add("word", "newer")) == (None, "new", False)


@pytest.mark.django_db
def test_people_sign_in_while_redis_is_stopped(client, stopped_redis):
    user = create_user()

    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert (response.status_code, client.session["_auth_user_id"]) == (302, str(user.pk))


@pytest.mark.django_db
def test_django_s_own_cache_would_turn_them_away(client, stopped_redis, settings):
    settings.CACHES = {
        "default": settings.CACHES["default"] | {"BACKEND": "django.core.cache.backends.redis.RedisCache"}
    }
    client.raise_request_exception = False

    response = client.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD})

    assert response.status_code == 500
