"""What staff do with card money that found no seat."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.allocating import unapplied_of
from billing.card_queue import refund_to_card, settle_by_applying, settle_with_note
from billing.cards import are_on
from billing.models.account import NOTHING
from billing.refusing import CannotBill
from billing.wording import dollars
from lmi_portal.confirming import Prospect, confirmation_page, form_to_confirm

from .deed_page import deed_page
from .forms import ApplyForm, reason_field
from .outcomes import what_is_paid
from .receiving import open_invoices


class CardRefundForm(forms.Form):
    reason = reason_field(gettext_lazy("It is kept with the refund."))


class NoteForm(forms.Form):
    note = reason_field(gettext_lazy("How it was settled, such as “kept as credit for the fall, agreed by telephone”."))


def ask_to_apply(model_admin, request, checkout):
    left = left_of(checkout)
    form = ApplyForm(request.POST or None, invoices=open_invoices(checkout.account), initial={"unapplied": left})
    allocations = checkout.payment.allocations.order_by("-pk") if checkout.payment else []
    last = allocations[0].pk if allocations else 0

    def sentences(settled):
        ends = _("With that it is settled.") if settled.settled_at else _("It stays here, for money is left of it.")
        return [*what_is_paid(settled.payment, since=last), ends]

    return deed_page(
        model_admin,
        request,
        row=checkout,
        back=_page_of(checkout),
        title=_("Set against invoices"),
        about=_about(checkout),
        form=form,
        deed=lambda: settle_by_applying(
            checkout=checkout,
            pays=form.pays(),
            unapplied=form.cleaned_data["unapplied"],
            settled_by=request.user,
            now=timezone.now(),
        ),
        sentences=sentences,
        done=lambda settled: _("The money is set against its invoices."),
    )


def ask_to_settle(model_admin, request, checkout):
    form = NoteForm(request.POST or None)
    return deed_page(
        model_admin,
        request,
        row=checkout,
        back=_page_of(checkout),
        title=_("Settle with a note"),
        about=_about(checkout),
        form=form,
        deed=lambda: settle_with_note(
            checkout=checkout, note=form.cleaned_data["note"], settled_by=request.user, now=timezone.now()
        ),
        sentences=lambda settled: [_("No money moves, and it leaves the list of those that wait for staff.")],
        done=lambda settled: _("It is settled."),
    )


def ask_to_refund(model_admin, request, checkout):
    """Asked on the plain page of confirmation: a deed that calls Stripe cannot be rehearsed."""
    form = form_to_confirm(request, CardRefundForm)
    if not form.is_valid():
        title = _("Send back to the card")
        prospects = [_prospect(checkout)]
        return confirmation_page(
            model_admin, request, title=title, prospects=prospects, form=form, back=_page_of(checkout)
        )
    try:
        refund_to_card(
            checkout=checkout, reason=form.cleaned_data["reason"], refunded_by=request.user, now=timezone.now()
        )
    except CannotBill as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The money goes back to the card."))
    return redirect(_page_of(checkout))


def _prospect(checkout):
    left = left_of(checkout)
    if not left:
        return Prospect(checkout, [], _("Nothing of this payment is left."))
    if not are_on():
        return Prospect(checkout, [], _("Cards are off: send it back yourself, and record that on the payment’s page."))
    return Prospect(
        checkout,
        [
            _("%(left)s of %(payment)s goes back to the card it came from, through Stripe.")
            % {"left": dollars(left), "payment": checkout.payment},
            _("Nothing can undo this."),
        ],
    )


def _about(checkout):
    left = _("%(left)s of it is set against no invoice.") % {"left": dollars(left_of(checkout))}
    return [checkout.concern, left] if checkout.concern else [left]


def left_of(checkout):
    """Decimal dollars of the card payment that are set against no invoice."""
    return unapplied_of(checkout.payment) if checkout.payment else NOTHING


def _page_of(checkout):
    return reverse("admin:billing_checkout_change", args=[checkout.pk])
