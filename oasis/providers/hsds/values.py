"""Values as HSDS writes them: what is not on file is left out, as the schemas know no null."""

import re
from urllib.parse import quote

from django.utils import timezone

# All that RFC 3986 lets stand for itself; of brackets only those around the host of a number.
SAFE = ":/?@!$&'()*+,;=%~"
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
NUMBERED_HOST = re.compile(r"^[a-z]+://(?:[^/?#]*@)?\[[^]/?#]*\](?::\d+)?", re.IGNORECASE)


def known(**facts):
    """The `facts` that are on file; a list is, even where it is empty."""
    return {name: fact for name, fact in facts.items() if fact is not None and fact != ""}


def uri(address):
    """`address` with every sign that RFC 3986 does not know written in percent."""
    numbered = NUMBERED_HOST.match(address)
    host = numbered.group() if numbered else ""
    front, hash_sign, fragment = address[len(host) :].partition("#")
    return STRAY_PERCENT.sub("%25", host + quote(front, safe=SAFE) + hash_sign + quote(fragment, safe=SAFE))


def day(date):
    return date.isoformat() if date else None


def number(decimal):
    return None if decimal is None else float(decimal)


def clock(time, *, now):
    """Wall-clock time in California with the offset of today, as in "09:00-08:00"."""
    return f"{time:%H:%M}{_offset(now)}" if time else None


def hours_from_utc(now):
    return timezone.localtime(now).utcoffset().total_seconds() / 3600


def _offset(now):
    return timezone.localtime(now).isoformat()[-6:]
