"""Answers of the API: JSON for programs anywhere, its errors as sentences, not too often and not staler than said."""

import json
from functools import wraps
from hashlib import sha256
from math import ceil

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from lmi_portal.ratelimiting import address_of, take

from .asking import Asked, BadParameter

# Whoever keeps an answer keeps it for this many seconds. The portal itself keeps none: its cache also counts the tries
# at secret links, which answers to whatever is asked would push out.
FRESH = 60
A_MINUTE = 120
# All rows at once keep a web process busy for as long as they take.
WHOLE_A_MINUTE = 6
METHODS = "GET, HEAD, OPTIONS"
AT_ONCE = 200
PUBLIC = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Access-Control-Max-Age": "86400",
    "X-Content-Type-Options": "nosniff",
}


class TooMany(Exception):
    """More was asked for than one address may in a minute: a sentence."""


class NotListed(Exception):
    """There is no such row in the public directory: a sentence."""


def public_api(view):
    """The `view` for anyone, from any site, called with what is `asked`; what it raises is told in JSON."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answer(request, **names):
        response = _answer(view, request, names)
        for name, value in PUBLIC.items():
            response.headers[name] = value
        return response

    return answer


def _answer(view, request, names):
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS})
    if request.method not in {"GET", "HEAD"}:
        return refusal(405, "This API is read with GET.", headers={"Allow": METHODS})
    try:
        _count(request, A_MINUTE, "requests")
        return view(request, Asked(request.GET), **names)
    except TooMany as problem:
        return refusal(429, str(problem), headers={"Retry-After": "60"})
    except BadParameter as problem:
        return refusal(400, str(problem), parameter=problem.name)
    except NotListed as problem:
        return refusal(404, str(problem))


def _count(request, limit, noun):
    if not take(key=f"hsds {noun}:{address_of(request)}", limit=limit, per=60):
        raise TooMany(f"That is more than {limit} {noun} in a minute. Please try again in a minute.")


def refusal(status, sentence, *, parameter=None, headers=None):
    facts = {"status": status, "error": sentence} | ({"parameter": parameter} if parameter else {})
    headers = {"Cache-Control": "no-store"} | (headers or {})
    return HttpResponse(_written(facts), status=status, content_type="application/json", headers=headers)


def item(request, facts):
    """One record, with a tag by which who has it already need not get it again."""
    body = _written(facts).encode()
    headers = {"Cache-Control": f"public, max-age={FRESH}", "ETag": f'"{sha256(body).hexdigest()[:32]}"'}
    response = HttpResponse(body, content_type="application/json", headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=response)


def listing(request, asked, rows, write, *, full=False):
    """A page of `rows`, a QuerySet, each as `write` makes a record of it; or all of them, a line each, as ndjson."""
    if asked.is_ndjson():
        _count(request, WHOLE_A_MINUTE, "answers with all rows")
        lines = (_written(write(row)) + "\n" for row in rows.iterator(chunk_size=AT_ONCE))
        headers = {"Cache-Control": f"public, max-age={FRESH}"}
        return StreamingHttpResponse(lines, content_type="application/x-ndjson", headers=headers)
    page, size = asked.page(), asked.per_page(full=full)
    total = rows.count()
    pages = ceil(total / size)
    if page > max(pages, 1):
        raise BadParameter("page", f"“page” is at most {max(pages, 1):,}, as there are no more.")
    shown = rows[(page - 1) * size : page * size]
    return item(request, envelope([write(row) for row in shown], page=page, pages=pages, total=total))


def whole(request, rows, write):
    """All `rows` as one page."""
    _count(request, WHOLE_A_MINUTE, "answers with all rows")
    records = [write(row) for row in rows.iterator(chunk_size=AT_ONCE)]
    return item(request, envelope(records, page=1, pages=min(len(records), 1), total=len(records)))


def envelope(records, *, page, pages, total):
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(records),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not records,
        "contents": records,
    }


def _written(facts):
    return json.dumps(facts, ensure_ascii=False)
