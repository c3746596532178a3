"""What staff do with a payment that is here: set it against invoices, refund what is over, let it bounce."""

from decimal import Decimal

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.allocating import unapplied_of
from billing.models import Payment
from billing.models.account import NOTHING
from billing.paying import apply_credit, bounce_payment, refund_payment
from billing.wording import dollars

from .deed_page import deed_page, sent_before
from .forms import ApplyForm, BounceForm, RefundForm
from .outcomes import what_is_paid
from .receiving import open_invoices


def ask_to_apply(model_admin, request, payment):
    left = unapplied_of(payment)
    form = ApplyForm(request.POST or None, invoices=open_invoices(payment.account), initial={"unapplied": left})
    last = payment.allocations.order_by("-pk").values_list("pk", flat=True).first() or 0

    def deed():
        apply_credit(
            payment=payment,
            pays=form.pays(),
            unapplied=form.cleaned_data["unapplied"],
            applied_by=request.user,
            now=timezone.now(),
        )
        return payment

    return _page(
        model_admin,
        request,
        payment,
        title=_("Set against invoices"),
        about=[
            _("%(left)s of %(amount)s is set against no invoice.") % _left(payment, left),
            *([] if form.invoices else [_("No invoice of this district is open: the money waits, or is refunded.")]),
        ],
        form=form,
        deed=deed,
        sentences=lambda payment: [*what_is_paid(payment, since=last), _what_is_left(payment)],
        done=lambda payment: _("The money is set against its invoices."),
    )


def ask_to_refund(model_admin, request, payment):
    left, now = unapplied_of(payment), timezone.now()
    if earlier := sent_before(request, payment.refunds):
        messages.info(request, _("%(amount)s was recorded as refunded already.") % {"amount": dollars(earlier.amount)})
        return redirect("admin:billing_payment_change", payment.pk)
    form = RefundForm(request.POST or None, initial={"amount": left, "method": payment.method})

    def sentences(refund):
        return [
            _("%(amount)s counts as gone back to the district on %(day)s; send it yourself.")
            % {"amount": dollars(refund.amount), "day": date_format(refund.refunded_on, "F j, Y")},
            _what_is_left(payment),
        ]

    return _page(
        model_admin,
        request,
        payment,
        title=_("Refund"),
        about=[
            _("%(left)s of %(amount)s is set against no invoice.") % _left(payment, left),
            *_better_by_card(payment),
        ],
        form=form,
        deed=lambda: refund_payment(payment=payment, recorded_by=request.user, now=now, **form.cleaned_data),
        sentences=sentences,
        done=lambda refund: _("%(amount)s is recorded as refunded.") % {"amount": dollars(refund.amount)},
    )


def ask_to_bounce(model_admin, request, payment):
    form = BounceForm(request.POST or None)
    paid = [str(invoice) for invoice in _invoices_paid_by(payment)]

    def sentences(bounce):
        told = [_("The district owes %(amount)s more.") % {"amount": dollars(payment.amount)}]
        if paid:
            told.append(_("Open again: %(invoices)s.") % {"invoices": ", ".join(paid)})
        return [*told, _("Nobody is written to; nothing can undo this.")]

    return _page(
        model_admin,
        request,
        payment,
        title=_("Record that it bounced"),
        about=[],
        form=form,
        deed=lambda: bounce_payment(payment=payment, recorded_by=request.user, now=timezone.now(), **form.cleaned_data),
        sentences=sentences,
        done=lambda bounce: _("The payment bounced; what it paid is open again."),
    )


def _page(model_admin, request, payment, **page):
    back = reverse("admin:billing_payment_change", args=[payment.pk])
    row = f"{payment}: {payment.account}"
    return deed_page(model_admin, request, row=row, back=back, **page)


def _left(payment, left):
    return {"left": dollars(left), "amount": dollars(payment.amount)}


def _better_by_card(payment):
    if not hasattr(payment, "checkout"):
        return []
    return [
        _("It came by card: “Send back to the card”, on its page in Card payments, refunds it through Stripe at once.")
    ]


def _what_is_left(payment):
    left = unapplied_of(Payment.objects.get(pk=payment.pk))
    return _("%(left)s of this payment is still set against no invoice.") % {"left": dollars(left)}


def _invoices_paid_by(payment):
    paid = {}
    for row in payment.allocations.select_related("invoice").order_by("pk"):
        paid[row.invoice] = paid.get(row.invoice, NOTHING) + row.amount
    return [invoice for invoice, amount in paid.items() if amount > Decimal(0)]
