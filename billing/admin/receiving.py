"""Staff record money that came."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.banking import accept_bank_line, method_of
from billing.models import BankLine
from billing.models.account import NOTHING
from billing.paying import record_payment
from billing.wording import dollars
from lmi_portal.looking import row_of

from .bank_pages import next_line
from .deed_page import deed_page, sent_before
from .forms import MOST_INVOICES, PaymentForm
from .outcomes import what_is_paid, who_is_told


def ask_for_payment(model_admin, request, account):
    """The page that records a payment of the account.

    ?invoice= names the invoice that is paid first; ?line= the bank line that the payment is, whose amount and day are
    fixed, and ?pays_<invoice>= what was proposed for each.
    """
    line = _line_of(request)
    if earlier := (line and line.payment) or sent_before(request, account.payments):
        messages.info(request, _("%(number)s was recorded already; nothing is recorded twice.") % {"number": earlier})
        return redirect("admin:billing_payment_change", earlier.pk)
    form = _form(request, account, line)

    def deed():
        typed = {name: form.cleaned_data[name] for name in ("method", "reference", "note")}
        typed |= {"account": account, "pays": form.pays(), "now": timezone.now()}
        if line:
            return accept_bank_line(line=line, accepted_by=request.user, **typed)
        typed |= {name: form.cleaned_data[name] for name in ("amount", "received_on", "submission")}
        return record_payment(recorded_by=request.user, **typed)

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
        back=next_line(besides=line) if line else reverse("admin:billing_account_change", args=[account.pk]),
    )


def _line_of(request):
    asked = request.GET.get("line")
    return row_of(BankLine.objects.select_related("payment"), asked) if asked else None


def _form(request, account, line):
    proposed = {name: part for name, part in request.GET.items() if name.startswith("pays_")}
    named = [request.GET.get("invoice", ""), *(name.removeprefix("pays_") for name in proposed)]
    invoices = open_invoices(account, first=named)
    initial = proposed
    if line:
        initial |= {"amount": line.amount, "received_on": line.posted_on, "note": line.description}
        initial |= {"method": method_of(line), "reference": line.reference}
    elif invoices and str(invoices[0].pk) == named[0]:
        initial["amount"] = invoices[0].open_amount
    return PaymentForm(request.POST or None, invoices=invoices, initial=initial, is_of_bank=line is not None)


def open_invoices(account, *, first=()):
    """The account's unpaid invoices by their due date, those whose pk is in `first`, as texts, before all others."""
    unpaid = account.invoices.unpaid().select_related("bill").order_by("due_on", "pk")
    wanted = [int(pk) for pk in first if pk.isascii() and pk.isdigit() and len(pk) < 19]
    named = list(unpaid.filter(pk__in=wanted)) if wanted else []
    return named + [invoice for invoice in unpaid[: MOST_INVOICES + 1] if invoice not in named]


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
        _("%(how)s of %(amount)s is recorded, received on %(day)s.")
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
    return [*told, _("The district can open its receipt."), who_is_told(payment)]
