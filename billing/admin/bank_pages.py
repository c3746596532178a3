"""The pages on which staff bring in a bank file and decide on one line of it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.accounting import account_of
from billing.bank_file import CannotRead, read_bank_file
from billing.banking import accept_bank_line, import_bank_file, match_bank_line, method_of
from billing.models import BankLine
from billing.refusing import CannotBill
from billing.wording import dollars

from .bank_forms import AcceptForm, BankFileForm

LIST = "admin:billing_bankline_changelist"


def upload_page(model_admin, request):
    form = BankFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = import_bank_file(
                bank_file=read_bank_file(file), file_name=file.name, imported_by=request.user, now=timezone.now()
            )
        except CannotRead as refusal:
            form.add_error("file", refusal.mistakes)
        else:
            messages.success(request, _told(imported))
            return redirect(LIST)
    page = {"title": _("Bring in a bank file"), "button": _("Bring it in"), "form": form, "back": reverse(LIST)}
    page |= {"refused": _("Nothing of this file was taken in.")}
    return _page(model_admin, request, "admin/billing/upload.html", page)


def decide_page(model_admin, request, line):
    """What one waiting line may be; `line` has its proposals and the payments that it may be already."""
    if line.state != BankLine.State.WAITING:
        messages.info(request, _already(line))
        return redirect(next_line(besides=line))
    form = AcceptForm(
        request.POST or None,
        line=line,
        initial={"method": method_of(line), "reference": line.reference},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _decide(request, line, form)
        except CannotBill as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    page = {"title": _("Decide on a line"), "line": line, "amount": dollars(line.amount), "form": form}
    page |= {"back": reverse(LIST), "next": next_line(besides=line), "proposals": _choices(line, form)}
    return _page(model_admin, request, "admin/billing/bank_line.html", page)


def _choices(line, form):
    """The proposals as the page offers them; the likeliest is chosen where nothing was."""
    keys = [proposal.key for proposal in line.proposals]
    chosen = form["proposal"].value() if form["proposal"].value() in keys else next(iter(keys), None)
    return [
        {
            "key": one.key,
            "text": proposal_text(one),
            "reasons": [*one.reasons, receipt_text(one.account)],
            "is_chosen": one.key == chosen,
        }
        for one in line.proposals
    ]


def _decide(request, line, form):
    """Do as the pressed button says; return where staff go on."""
    typed, proposal = form.cleaned_data, form.chosen()
    match typed["step"]:
        case "match":
            match_bank_line(line=line, payment=typed["payment"], matched_by=request.user, now=timezone.now())
            messages.success(request, _("The line is of %(payment)s.") % {"payment": typed["payment"]})
            return redirect(next_line(besides=line))
        case "change":
            return redirect(_receiving_page(line, proposal.account, proposal.pays))
        case "other":
            return redirect(_receiving_page(line, account_of(typed["district"], now=timezone.now()), []))
    payment = accept_bank_line(
        line=line,
        account=proposal.account,
        pays=proposal.pays,
        method=typed["method"],
        reference=typed["reference"],
        accepted_by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("%(payment)s: %(amount)s is recorded.") % _of(payment))
    return redirect(next_line(besides=line))


def next_line(*, besides):
    """The address where staff decide on the next waiting line, the latest first, or the list once none waits."""
    waiting = BankLine.objects.filter(state=BankLine.State.WAITING).exclude(pk=besides.pk)
    earlier = waiting.filter(posted_on__lte=besides.posted_on).exclude(posted_on=besides.posted_on, pk__gt=besides.pk)
    line = earlier.first() or waiting.first()
    return reverse("admin:billing_bankline_decide", args=[line.pk]) if line else reverse(LIST)


def proposal_text(proposal):
    """“San Juan Unified: $300.00 for INV-2627-00001, $50.00 stays as credit”."""
    parts = [
        _("%(amount)s for %(invoice)s") % {"amount": dollars(part), "invoice": invoice}
        for invoice, part in proposal.pays
    ]
    return f"{proposal.account.district}: {', '.join(parts) or _('all of it as credit')}"


def receipt_text(account):
    if not account.ap_email:
        return _("Nobody is mailed the receipt: the account names no accounts-payable contact.")
    return _("The receipt is mailed to %(email)s.") % {"email": account.ap_email}


def _receiving_page(line, account, pays):
    asked = {"line": line.pk} | {f"pays_{invoice.pk}": f"{part:.2f}" for invoice, part in pays}
    return f"{reverse('admin:billing_account_record_payment', args=[account.pk])}?{urlencode(asked)}"


def _told(imported):
    read, new = imported.bank_import.lines_read, imported.bank_import.lines_new
    known = read - new
    told = [ngettext("%(count)s new line waits.", "%(count)s new lines wait.", new) % {"count": new}]
    if known:
        said = ngettext("%(count)s was here already.", "%(count)s were here already.", known)
        told.append(said % {"count": known})
    if imported.left_out:
        said = ngettext(
            "%(count)s line of outgoing money, or of none, was left out.",
            "%(count)s lines of outgoing money, or of none, were left out.",
            imported.left_out,
        )
        told.append(said % {"count": imported.left_out})
    return " ".join(told)


def _already(line):
    if line.payment:
        return _("This line was accepted already, as %(payment)s: %(amount)s.") % _of(line.payment)
    return _("This line was set aside: %(reason)s") % {"reason": line.reason}


def _of(payment):
    return {"payment": payment, "amount": dollars(payment.amount)}


def _page(model_admin, request, template, page):
    context = model_admin.admin_site.each_context(request) | {"opts": model_admin.opts} | page
    return TemplateResponse(request, template, context)
