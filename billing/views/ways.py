"""The two ways to an account's pages: signed in, or by the link that accounts payable was sent.

A page is one view for both. It gets a Way where others get what the address says, and asks it for addresses.
"""

from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from billing.linking import LinkNotValid, link_of_token, note_opening
from billing.models import Account, AccountLink
from billing.permissions import accounts_changed_by, accounts_seen_by
from lmi_portal.ratelimiting import address_of, take

# Tries an hour. An office of many shares one network address; a link that leaked is opened from everywhere.
FROM_ONE_ADDRESS = 300
BY_ONE_LINK = 600
POSTS_BY_ONE_LINK = 60
# Each mails invoices to addresses that the district may name as it likes.
ISSUED_AGAIN_BY_ONE = 60


@dataclass(frozen=True)
class Way:
    """How somebody came to `account`: `user` signed in, or nobody did and `link` was opened by its `token`."""

    account: Account
    user: object = None
    link: AccountLink | None = None
    token: str = ""
    may_change: bool = True

    def to(self, page, *args):
        """The address of one of the account's pages, reached the same way."""
        if self.link:
            return reverse(f"billing:shared_{page}", args=[self.token, *args])
        return reverse(f"billing:{page}", args=[self.account.district.cd_code, *args])

    def to_paper(self, paper):
        """The PDF of an Invoice, CreditNote, Payment or Quote."""
        address = paper.get_absolute_url()
        return self.to("account") + address.removeprefix("/") if self.link else address

    def signature(self):
        """Who acts, as deeds want it."""
        return {"by_label": self.link.email} if self.link else {}


def signed_in(view):
    """Whoever sees the account opens the page."""

    @wraps(view)
    def page(request, cd_code, **kwargs):
        account = get_object_or_404(accounts_seen_by(request), district__cd_code=cd_code)
        may_change = not request.user.is_staff or accounts_changed_by(request.user).filter(pk=account.pk).exists()
        return view(request, Way(account, user=request.user, may_change=may_change), **kwargs)

    return page


def signed_in_to_change(view):
    """Only the district's own open the page."""

    @wraps(view)
    def page(request, cd_code, **kwargs):
        account = get_object_or_404(accounts_changed_by(request.user), district__cd_code=cd_code)
        return view(request, Way(account, user=request.user), **kwargs)

    return page


def may_issue_again(user):
    """Whether this person has a try left of those that issue invoices again."""
    return take(key=f"issue again:{user.pk}", limit=ISSUED_AGAIN_BY_ONE, per=3600)


def by_link(view):
    """Whoever has the link opens the page; how often is limited by network address and by link."""

    @wraps(view)
    def page(request, token, **kwargs):
        response = _opened(request, token, view, kwargs)
        # Not “no-referrer”: with it browsers hide where our own forms come from, and those would be refused.
        response["Referrer-Policy"] = "same-origin"
        return response

    return login_not_required(never_cache(page))


def _opened(request, token, view, kwargs):
    if not take(key=f"account link from:{address_of(request)}", limit=FROM_ONE_ADDRESS, per=3600):
        return render(request, "429.html", status=429)
    now = timezone.now()
    try:
        link = link_of_token(token, now=now)
    except LinkNotValid as problem:
        return render(request, "billing/link_not_valid.html", {"problem": problem}, status=410)
    limit = POSTS_BY_ONE_LINK if request.method == "POST" else BY_ONE_LINK
    if not take(key=f"account link {request.method}:{link.pk}", limit=limit, per=3600):
        return render(request, "429.html", status=429)
    note_opening(link, now=now)
    return view(request, Way(link.account, link=link, token=token), **kwargs)
