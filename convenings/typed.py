"""What somebody typed while their session ran out: kept in the session until they are back."""

from django.http import QueryDict

KEY = "typed-on-team-sheet"
CHARACTERS_AT_MOST = 200_000


def keep_what_was_typed(request, path):
    """Keep a signed-out person's POST for the page of that path, which they come back to."""
    if request.method == "POST":
        data = request.POST.copy()
        data.pop("csrfmiddlewaretoken", None)
        # A sheet that comes back is looked at again before it is sent.
        data["action"] = "look"
        encoded = data.urlencode()
        if len(encoded) <= CHARACTERS_AT_MOST:
            request.session[KEY] = [path, encoded]


def take_what_was_typed(request):
    """The kept POST for this path, once; None where there is none."""
    path, encoded = request.session.get(KEY, ["", ""])
    if path != request.path:
        return None
    del request.session[KEY]
    return QueryDict(encoded)
