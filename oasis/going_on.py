"""Where a page leads after a post, with htmx as without."""

from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect


def go_on(request, to, *args):
    """A redirect that loads the next page as a whole, so that its own clock (oasis/guard.py) begins anew."""
    if request.htmx:
        return HttpResponseClientRedirect(resolve_url(to, *args))
    return redirect(to, *args)
