"""Staff record money that came."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.models.account import NOTHING
from billing.paying import record_payment
from billing.wording import dollars

from .deed_page import deed_page, sent_before
from .forms import MOST_INVOICES, PaymentForm
from .outcomes import what_is_paid


def ask_for_payment(model_admin, request, account):
    """The page that records a payment of the account; ?invoice= names the one that is paid first."""
    if earlier := sent_before(request, account.payments):
        messages.info(request, _("%(number)s was recorded already; nothing is recorded twice.") % {"number": earlier})
        return redirect("admin:billing_payment_change", earlier.pk)
    invoices = open_invoices(account, first=request.GET.get("invoice", ""))
    first = invoices[0] if invoices and request.GET.get("invoice") else None
    initial = {"amount": first.open_amount} if first else {}
    form = PaymentForm(request.POST or None, invoices=invoices, initial=initial)

    def deed():
        typed = {name: form.cleaned_data[name] for name in ("method", "reference", "amount", "received_on", "note")}
        return record_payment(
            account=account,
            pays=form.pays(),
            recorded_by=request.user,
            submission=form.cleaned_data["submission"],
            now=timezone.now(),
            **typed,
        )

    return deed_page(
        model_admin,
        request,
        title=_("Record a payment"),
        row=account,
        about=[_("The district owes %(balance)s now.") % {"balance": dollars(account.balance)}],
        form=form,
        deed=deed,
        sentences=_sentences,
        warnings=lambda: duplicate_warnings(account, form.cleaned_data),
        done=lambda payment: (
            _("%(number)s: %(amount)s is recorded.") % {"number": payment, "amount": dollars(payment.amount)}
        ),
        back=reverse("admin:billing_account_change", args=[account.pk]),
    )


def open_invoices(account, *, first=""):
    """The account's unpaid invoices by their due date, the one with the pk `first` before all others."""
    unpaid = account.invoices.unpaid().select_related("bill").order_by("due_on", "pk")
    found = list(unpaid[: MOST_INVOICES + 1])
    named = [invoice for invoice in found if str(invoice.pk) == first]
    if first.isascii() and first.isdigit() and not named:
        named = list(unpaid.filter(pk=min(int(first), 2**63 - 1)))
    return named + [invoice for invoice in found if invoice not in named]


def duplicate_warnings(account, typed):
    """What speaks for the payment being here already: its check number."""
    if not typed["reference"]:
        return []
    before = account.payments.filter(reference__iexact=typed["reference"])
    return [
        _("%(method)s %(reference)s of %(amount)s was recorded already, as %(number)s on %(day)s. Is this another?")
        % {
            "method": payment.get_method_display(),
            "reference": payment.reference,
            "amount": dollars(payment.amount),
            "number": payment.number,
            "day": date_format(payment.received_on, "F j, Y"),
        }
        for payment in before.exclude(submission=typed.get("submission"))[:3]
    ]


def _sentences(payment):
    over = dollars(payment.amount - sum((row.amount for row in payment.allocations.all()), NOTHING))
    told = [
        _("%(how)s of %(amount)s is recorded, received on %(day)s; the district can open its receipt.")
        % {
            "how": f"{payment.get_method_display()} {payment.reference}".strip(),
            "amount": dollars(payment.amount),
            "day": date_format(payment.received_on, "F j, Y"),
        },
        *what_is_paid(payment),
    ]
    if over != dollars(NOTHING):
        told.append(
            _("%(over)s is over: it stays as the account’s credit, to be set against an invoice or refunded later.")
            % {"over": over}
        )
    return told
