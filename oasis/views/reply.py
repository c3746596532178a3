"""A provider's answer to a referral: no account, a link in an e-mail and a code to the same address.

GET changes nothing and shows the number alone until the code was typed in this browser, as mail scanners open links.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lmi_portal.ratelimiting import address_of, take
from lmi_portal.secret_links import by_secret_link
from oasis.answering import ANSWERS, answer_referral
from oasis.forms.reply import CodeForm, form_for
from oasis.moves import MOVES
from oasis.opened_links import IDLE, forget_opened, is_opened, remember_opened
from oasis.provider_codes import VALID_FOR, CannotOpen, log_what_is_new, open_link, send_code
from oasis.provider_links import link_of_token, opens
from oasis.refusing import CannotMove, CannotSend, Outdated
from oasis.reply_page import opened_of
from oasis.sending import send_new_link

HOUR = 3600


def of_a_link(view):
    """A decorator: the view gets the ProviderLink of the address instead of its token."""

    @by_secret_link
    def answer(request, token, **kwargs):
        if not take(key=f"reply:{address_of(request)}", limit=300, per=HOUR):
            return render(request, "429.html", status=429)
        link = link_of_token(token)
        if link is None:
            return render(request, "oasis/reply/not_found.html", status=410)
        return view(request, link, token, **kwargs)

    return answer


@of_a_link
def reply(request, link, token):
    return _page(request, link, token)


@of_a_link
@require_POST
def code(request, link, token):
    try:
        send_code(link=link, now=timezone.now(), address=address_of(request))
    except CannotOpen as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The code is on its way to the address that this link was sent to."))
    return redirect("oasis:reply", token)


@of_a_link
@require_POST
def opening(request, link, token):
    form = CodeForm(request.POST)
    if form.is_valid():
        now = timezone.now()
        try:
            open_link(link=link, code=form.cleaned_data["code"], now=now, address=address_of(request))
        except CannotOpen as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            remember_opened(request, link, now=now)
            return redirect("oasis:reply", token)
    return _page(request, link, token, form=form)


@of_a_link
@require_POST
def new_link(request, link, token):
    """A new link to the address on file; who asks with an old one learns nothing by it."""
    if link.revoked_at and not link.referral.provider_links.filter(revoked_at__isnull=True).exists():
        messages.error(request, _("The school took this link back. Call the school about this referral."))
    elif not take(key=f"new provider link:{link.referral_id}", limit=3, per=24 * HOUR):
        messages.error(request, _("A new link was sent already. Look for the newest e-mail, or try again tomorrow."))
    else:
        try:
            send_new_link(referral=link.referral, now=timezone.now())
        except CannotSend as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("A new link is on its way to the address on file."))
    return redirect("oasis:reply", token)


@of_a_link
@require_POST
def leave(request, link, token):
    forget_opened(request, link)
    messages.success(request, _("Closed: this screen shows the number alone again."))
    return redirect("oasis:reply", token)


@of_a_link
def answer(request, link, token, move):
    opened = _opened(request, link)
    if opened is None:
        return redirect("oasis:reply", token)
    if move not in ANSWERS:
        raise Http404
    form_class = form_for(move)
    form = form_class(request.POST or None, initial={"version": link.referral.version})
    if form.is_valid() and _is_answered(request, link, move, form):
        return redirect("oasis:reply", token)
    context = {"link": link, "token": token, "opened": opened, "move": MOVES[move], "form": form}
    return render(request, "oasis/reply/answer.html", context)


def _is_answered(request, link, move, form):
    told = {"version": form.cleaned_data["version"], "now": timezone.now(), "address": address_of(request)}
    try:
        answer_referral(link=link, move=move, **told, **form.told())
    except CannotMove as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        if isinstance(refusal, Outdated):
            # The page is shown as it is now; pressed again, what was typed goes with it.
            link.referral.refresh_from_db()
            form.data = form.data.copy()
            form.data["version"] = link.referral.version
        return False
    messages.success(request, _("Thank you. The school has your answer."))
    return True


def _page(request, link, token, *, form=None):
    opened = _opened(request, link)
    if opened:
        response = render(request, "oasis/reply/opened.html", {"link": link, "token": token, "opened": opened})
        # Some seconds after it closed: then the number alone is on the screen.
        response.headers["Refresh"] = int(IDLE.total_seconds()) + 5
        return response
    now = timezone.now()
    has_code = bool(link.code_digest) and now - link.code_sent_at < VALID_FOR
    context = {
        "link": link,
        "token": token,
        "referral": link.referral,
        "is_over": link.referral.closed_at is not None,
        "opens": opens(link, now=now),
        "form": form or (CodeForm() if has_code else None),
    }
    return render(request, "oasis/reply/number.html", context)


def _opened(request, link):
    """The Opened where the code was typed in this browser and all still stands, else None."""
    now = timezone.now()
    if not opens(link, now=now) or not is_opened(request, link, now=now):
        return None
    opened = opened_of(link.referral, now=now)
    if opened:
        log_what_is_new(opened.referral, opened.consent, now=now)
    return opened
