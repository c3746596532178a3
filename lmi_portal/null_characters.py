"""Addresses that ask for a null character, which PostgreSQL takes in no text, not even to look for it."""

from django.core.exceptions import BadRequest


def refuse_null_characters(get_response):
    """Middleware that answers 400, for the admin's searches and every filter that a page may ever have."""

    def answer(request):
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("A null character in the address")
        return get_response(request)

    return answer
