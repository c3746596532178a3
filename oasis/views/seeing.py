"""The one way in which pages write who saw what: the person, the page and the moment are those of the request."""

from django.utils import timezone

from oasis.access_log import log_access


def log_seen(request, **told):
    """Write what `request` shows before it is shown; `told` is what log_access asks for besides."""
    log_access(reach=request.reach, page=request.resolver_match.view_name, now=timezone.now(), **told)
