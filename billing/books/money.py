"""Payments: what they pay, what went back, and where they came from."""

from django.db.models import F, Q, Sum

from billing.checking import book_check
from billing.models import Allocation, BankLine, Checkout, Invoice, Payment, Refund
from billing.models.account import to_the_cent, total_of


@book_check("No invoice is paid more than it comes to; a credited one is paid nothing")
def invoices_are_paid_what_they_come_to():
    invoices = Invoice.objects.annotate(paid=total_of(Allocation.objects.all(), by="invoice"))
    differing = invoices.filter(Q(paid__lt=0) | Q(paid__gt=F("total")) | Q(credit_note__isnull=False) & ~Q(paid=0))
    for number, total, paid, credited_by in differing.values_list(
        "number", "total", "paid", "credit_note__number"
    ).iterator():
        taken_back = f", taken back by {credited_by}," if credited_by else ""
        yield f"{number} of ${total:,.2f}{taken_back} has ${paid:,.2f} set against it."


@book_check("No payment gives more than it has; a bounced one gives nothing")
def payments_give_what_they_have():
    payments = Payment.objects.annotate(
        applied=total_of(Allocation.objects.all(), by="payment"),
        refunded=total_of(Refund.objects.all(), by="payment"),
    ).annotate(given=to_the_cent(F("applied") + F("refunded")))
    bounced = Q(bounce__isnull=False) & (~Q(applied=0) | ~Q(refunded=0))
    differing = payments.filter(Q(given__gt=F("amount")) | bounced)
    for number, amount, given, bounce in differing.values_list("number", "amount", "given", "bounce").iterator():
        bounced = ", which bounced," if bounce else ""
        yield f"{number} of ${amount:,.2f}{bounced} gives ${given:,.2f} to invoices and refunds."


@book_check("Nothing is taken off an invoice that was not set against it")
def nothing_is_taken_off_twice():
    pairs = Allocation.objects.order_by().values_list("payment__number", "invoice__number")
    for payment, invoice, amount in pairs.annotate(n=to_the_cent(Sum("amount"))).filter(n__lt=0).iterator():
        yield f"Of {payment}, ${amount:,.2f} is set against {invoice}."


@book_check("Money pays invoices of its own account")
def money_stays_in_its_account():
    strays = Allocation.objects.exclude(payment__account=F("invoice__account"))
    for payment, invoice in strays.values_list("payment__number", "invoice__number").iterator():
        yield f"{payment} pays {invoice}, which is of another account."


@book_check("Every accepted bank line and paid card page equals its payment")
def money_equals_what_came_in():
    lines = BankLine.objects.filter(payment__isnull=False).exclude(amount=F("payment__amount"))
    for day, amount, payment, of_payment in lines.values_list(
        "posted_on", "amount", "payment__number", "payment__amount"
    ).iterator():
        yield f"The bank line of {day} over ${amount:,.2f} was accepted as {payment} of ${of_payment:,.2f}."
    # Another amount than asked is recorded as it came, and staff were told so.
    is_known = Q(amount=F("payment__amount")) | ~Q(concern="")
    pages = Checkout.objects.filter(payment__isnull=False)
    strays = pages.exclude(is_known, account=F("payment__account"))
    for amount, payment, of_payment in strays.values_list("amount", "payment__number", "payment__amount").iterator():
        yield f"The card page over ${amount:,.2f} was paid by {payment} of ${of_payment:,.2f}, or by another account."
