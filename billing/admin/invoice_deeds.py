"""Staff take an invoice back: for good, or to issue it again."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.invoicing import reissue_invoice, write_off_invoice
from billing.wording import dollars

from .deed_page import deed_page
from .forms import CreditReasonForm
from .outcomes import who_is_told


def ask_to_write_off(model_admin, request, invoice):
    form = CreditReasonForm(request.POST or None)

    def sentences(credit_note):
        return [
            _("A credit note takes back %(invoice)s, all %(total)s of it, and no invoice takes its place.")
            % {"invoice": invoice, "total": dollars(invoice.total)},
            *_freed(invoice),
            who_is_told(credit_note),
        ]

    return _page(
        model_admin,
        request,
        invoice,
        title=_("Write off"),
        form=form,
        deed=lambda: write_off_invoice(
            invoice=invoice, by=request.user, reason=form.cleaned_data["reason"], now=timezone.now()
        ),
        sentences=sentences,
        done=lambda credit_note: _("%(credit_note)s takes it back.") % {"credit_note": credit_note},
    )


def ask_to_reissue(model_admin, request, invoice):
    form = CreditReasonForm(request.POST or None)

    def sentences(papers):
        _credit_note, new = papers
        return [
            _("A credit note takes back %(invoice)s, and a new invoice asks for the same %(total)s.")
            % {"invoice": invoice, "total": dollars(new.total)},
            _("It says today’s bill-to, purchase order and payee: %(bill_to)s.")
            % {"bill_to": ", ".join([new.facts["bill_to"]["name"], *new.facts["bill_to"]["address"]])},
            _("What was paid moves along."),
            who_is_told(new),
        ]

    return _page(
        model_admin,
        request,
        invoice,
        title=_("Issue again"),
        form=form,
        deed=lambda: reissue_invoice(
            bill=invoice.bill,
            invoice=invoice,
            by=request.user,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        ),
        sentences=sentences,
        done=lambda papers: _("%(invoice)s takes its place.") % {"invoice": papers[1]},
    )


def _page(model_admin, request, invoice, **page):
    back = reverse("admin:billing_invoice_change", args=[invoice.pk])
    row = f"{invoice}: {invoice.account}"
    return deed_page(model_admin, request, row=row, back=back, **page)


def _freed(invoice):
    if not invoice.paid:
        return []
    return [_("The %(paid)s that was paid for it becomes the account’s credit.") % {"paid": dollars(invoice.paid)}]
