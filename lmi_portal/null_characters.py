"""Addresses and cookies with a null character, which PostgreSQL takes in no text, not even to look for it."""

from django.core.exceptions import BadRequest


def refuse_null_characters(get_response):
    """Middleware that answers 400, for the session's key, the admin's searches and every filter a page may have."""

    def answer(request):
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("A null character in the address")
        # In quotes, a cookie may write one as \000.
        if any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest("A null character in a cookie")
        return get_response(request)

    return answer
