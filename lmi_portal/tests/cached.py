from django.core.cache import cache


def cached():
    """{key: value} of all that the cache holds, in memory or in Redis, as text."""
    if isinstance(cache._cache, dict):
        return {str(key): str(value) for key, value in cache._cache.items()}
    redis = cache._cache.get_client()
    # Celery's queues lie in the same Redis.
    return {key.decode(): str(redis.get(key)) for key in redis.keys(":1:*")}
