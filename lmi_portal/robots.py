"""What search engines may read and keep: public pages, and nothing that is signed in for or opens by a secret link."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse

from lmi_portal.page_head import absolute

PRIVATE = [
    "accounts",
    "account",
    "admin",
    "credit-notes",
    "districts/join",
    "districts/requests",
    "invoices",
    "oasis",
    "quotes",
    "receipts",
    "seats",
    "stripe",
    "teams",
    "wellbeing",
]
# What everyone may read among them: that very page, or all below it. Links that open by a secret stay private.
PUBLIC_PAGES = ["/oasis/", "/wellbeing/"]
PUBLIC_PARTS = ["/oasis/providers/", "/wellbeing/highlights/", "/wellbeing/samples/"]


@login_not_required
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: /{beginning}/" for beginning in PRIVATE)]
    # The longest rule that fits a page wins, and “$” is its end: RFC 9309.
    lines += [f"Allow: {page}$" for page in PUBLIC_PAGES] + [f"Allow: {part}" for part in PUBLIC_PARTS]
    lines += ["", f"Sitemap: {absolute('/sitemap.xml')}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")


def may_be_found(request):
    """Whether a search engine may keep the page: it is public, and its address holds no secret."""
    match = request.resolver_match
    is_public = match is not None and not getattr(match.func, "login_required", True)
    return is_public and not _is_private(request.path_info) and "token" not in match.kwargs


def _is_private(path):
    if path in PUBLIC_PAGES or path.startswith(tuple(PUBLIC_PARTS)):
        return False
    return path.startswith(tuple(f"/{beginning}/" for beginning in PRIVATE))


def keep_private_pages_unfound(get_response):
    """Tells search engines to keep no page, file or refusal but those that `may_be_found`."""

    def middleware(request):
        response = get_response(request)
        if response.status_code != 200 or not may_be_found(request):
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return middleware
