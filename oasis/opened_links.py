"""Which referrals this browser has opened with a code: for 30 minutes from the last page, apart from any signing in."""

from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
KEY = "oasis_opened_links"


def remember_opened(request, link, *, now):
    """Called once the code was right; the session gets a new key, so that nobody who knew the old one is let in."""
    request.session.cycle_key()
    request.session[KEY] = _fresh(request, now=now) | {str(link.pk): now.isoformat()}


def is_opened(request, link, *, now):
    """Whether the code was typed in this browser, and no more than 30 minutes went by since the last page."""
    opened = _fresh(request, now=now)
    if str(link.pk) not in opened:
        return False
    request.session[KEY] = opened | {str(link.pk): now.isoformat()}
    return True


def forget_opened(request, link):
    request.session[KEY] = {pk: at for pk, at in request.session.get(KEY, {}).items() if pk != str(link.pk)}


def _fresh(request, *, now):
    opened = request.session.get(KEY, {})
    return {pk: at for pk, at in opened.items() if now - datetime.fromisoformat(at) < IDLE}
