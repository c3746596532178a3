"""Who is billed and who pays, and papers issued again once that has changed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.addressing import change_details, outdated_invoices
from billing.addressing import issue_again as issue_papers_again
from billing.forms import DetailsForm
from billing.models import Account

from .ways import may_issue_again, signed_in_to_change

LINKS_SHOWN = 10


@signed_in_to_change
def details(request, way):
    # The form writes on its account even where it is refused, and the page speaks of the one that stands.
    form = DetailsForm(request.POST or None, instance=Account.objects.get(pk=way.account.pk))
    if request.method == "POST" and form.is_valid():
        account = change_details(
            account=way.account, details=form.cleaned_data, changed_by=request.user, now=timezone.now()
        )
        messages.success(request, _("Saved: new papers say it this way."))
        if outdated_invoices(account):
            return redirect("billing:issue_again", account.district.cd_code)
        return redirect(account)
    context = {"way": way, "account": way.account, "form": form, "links": _links_of(way.account)}
    return render(request, "billing/details.html", context)


def _links_of(account):
    """[(AccountLink, whether it opens)]: every one that does, for each can be taken back, then the latest others."""
    now = timezone.now()
    links = [(link, link.opens(now=now) and link.email == account.ap_email.lower()) for link in account.links.all()]
    links.sort(key=lambda one: not one[1])
    return links[: max(LINKS_SHOWN, sum(opens for _link, opens in links))]


@signed_in_to_change
def issue_again(request, way):
    """GET says which invoices would be issued again, POST does it."""
    if request.method == "POST" and not may_issue_again(request.user):
        return render(request, "429.html", status=429)
    if request.method == "POST":
        issued, left = issue_papers_again(
            account=way.account,
            issued_by=request.user,
            reason=_("Billing details changed"),
            now=timezone.now(),
        )
        done = ngettext("%(n)s invoice is issued again.", "%(n)s invoices are issued again.", issued) % {"n": issued}
        messages.success(request, done)
        return redirect("billing:issue_again" if left else "billing:account", way.account.district.cd_code)
    context = {"way": way, "account": way.account, "invoices": outdated_invoices(way.account)}
    return render(request, "billing/issue_again.html", context)
