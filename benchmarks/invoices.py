"""Invoices issued with their PDF, beside typst alone; and how often a full account page asks the database."""

import time
from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.invoicing import Item, Terms, settle_bill
from billing.models import CreditNote, InvoiceLine
from billing.papers import render_pdf
from billing.tests.factories import create_bill
from districts.tests.factories import create_district, create_membership, create_user

from .crowd import typical
from .figures import Figure, against
from .filling import QUICK_HASHER

AIM = 0.5
MOST_QUERIES = 9
SEATS = [
    Item(InvoiceLine.Kind.SEAT, label, Decimal("150.00"), person=person)
    for label, person in [
        ("Superintendent or designee", "Dana Whitfield"),
        ("Board member", "José Ibáñez-Carrillo"),
        ("Principal or site leader", ""),
        ("SJTA lead", "Marisol Quintero"),
        ("CSEA 127 lead", "Thanh Nguyễn"),
    ]
]


def terms_of(bill):
    subject = {
        "title": "Two-day institute",
        "days": [{"date": f"2027-06-2{n}", "hours": "9:00 a.m. – 3:30 p.m. PDT"} for n in (2, 3)],
        "place": "Vocational Center, 199 North L Street, Dinuba",
        "includes": "Breakfast, lunch and the workbook",
        "team": bill.team,
        "code": bill.code,
    }
    return Terms(subject, sentences=("Until June 1, 2027: full refund.", "After that: no refund."))


def create_bills(count, *, district):
    with override_settings(PASSWORD_HASHERS=QUICK_HASHER):
        person = create_user()
    return [create_bill(district=district, opened_by=person) for _n in range(count)]


def issue(bill):
    _credit_note, invoice = settle_bill(
        bill=bill,
        items=SEATS,
        terms=terms_of(bill),
        cause=CreditNote.Cause.CHANGE,
        by=bill.opened_by,
        now=timezone.now(),
    )
    return invoice


def invoice_figure(*, invoices, rounds):
    """What typst alone sets are invoices of their own, issued before: whatever it remembers helps neither more."""
    district = create_district()

    def one_round():
        bills = create_bills(2 * invoices, district=district)
        others = [issue(bill).facts for bill in bills[invoices:]]
        started = time.monotonic()
        for bill in bills[:invoices]:
            render_pdf(issue(bill).facts, language="en")
        issued = time.monotonic()
        for facts in others:
            render_pdf(facts, language="en")
        return {"issued": invoices / (issued - started), "typst": invoices / (time.monotonic() - issued)}

    pace = typical(one_round, rounds=rounds)
    return against("invoices issued with their PDF", pace["issued"], pace["typst"], unit="invoices a second", aim=AIM)


def account_figure(*, invoices):
    """The account page as a member of the district opens it."""
    district = create_district()
    with override_settings(PASSWORD_HASHERS=QUICK_HASHER):
        member = create_membership(user=create_user(), district=district).user
    for bill in create_bills(invoices, district=district):
        account = issue(bill).account
    browser = Client(SERVER_NAME=urlsplit(settings.SITE_URL).hostname)
    browser.force_login(member)
    with CaptureQueriesContext(connection) as queries:
        started = time.monotonic()
        response = browser.get(account.get_absolute_url(), secure=True)
        seconds = time.monotonic() - started
    assert response.status_code == 200, f"The account page answered {response.status_code}."
    name = f"queries of the account page with {invoices:,} invoices ({seconds * 1000:.0f} ms)"
    return Figure(name, str(len(queries)), aim=f"≤ {MOST_QUERIES}", is_met=len(queries) <= MOST_QUERIES)
