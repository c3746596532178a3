from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.invoicing import write_off_invoice
from billing.models import CreditNote
from convenings.models import Convening, Registration
from convenings.opening import (
    CannotChangeState,
    announce_convening,
    cancel_convening,
    close_convening,
    mark_held,
    open_convening,
)
from districts.tests.factories import create_user
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .factories import create_convening, register

pytestmark = pytest.mark.django_db
State = Convening.State
DEEDS = {
    State.SAVE_THE_DATE: announce_convening,
    State.OPEN: open_convening,
    State.CLOSED: close_convening,
    State.HELD: mark_held,
}


def change(convening, state, **fields):
    return DEEDS[state](convening=convening, **{"by": create_user(), "now": timezone.now()} | fields)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("draft", "save_the_date"),
        ("draft", "open"),
        ("save_the_date", "open"),
        ("closed", "open"),
        ("open", "closed"),
    ],
)
def test_state_follows_the_one_before(before, after):
    convening, by = create_convening(state=before), create_user()

    changed = change(convening, after, by=by)

    assert (changed.state, Convening.objects.get().state) == (after, after)
    entry = Entry.objects.get(done_by=by)
    assert (entry.subject_label, entry.changes) == (convening.title, {"state": [before, after]})


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            "open",
            "save_the_date",
            "It is “Open for registration” now, and from there it cannot become “Save the date”.",
        ),
        ("held", "open", "It is “Held” now, and from there it cannot become “Open for registration”."),
        ("draft", "closed", "It is “Draft” now, and from there it cannot become “Registration closed”."),
        ("cancelled", "held", "It is “Cancelled” now, and from there it cannot become “Held”."),
    ],
)
def test_state_that_cannot_follow_is_refused(before, after, sentence):
    convening = create_convening(state=before)

    with pytest.raises(CannotChangeState) as refusal:
        change(convening, after)

    assert str(refusal.value) == sentence
    assert (Convening.objects.get().state, Entry.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"registration_closes_at": None}, "It has no closing date yet: say when registration closes first."),
        ({"starts_on": None, "ends_on": None}, "It has no day yet: add its days first."),
        ({"kind": "partner"}, "A partner’s event takes registrations on its own page, so it cannot open here."),
        (
            {"fee_rule": "not_announced"},
            "Its fee is not announced yet: say what it costs, or that it is free, first.",
        ),
    ],
)
def test_open_convening_says_what_is_missing(fields, sentence):
    convening = create_convening(state="draft", **fields)

    with pytest.raises(CannotChangeState) as refusal:
        change(convening, State.OPEN)

    assert str(refusal.value) == sentence


def test_open_convening_refuses_a_closing_date_gone_by():
    convening = create_convening(state="closed")

    with pytest.raises(CannotChangeState, match=r"^Registration closed on .*: set a later closing date first\.$"):
        change(convening, State.OPEN, now=convening.registration_closes_at)


def test_open_convening_refuses_days_gone_by():
    convening = create_convening(state="draft")

    with pytest.raises(CannotChangeState) as refusal:
        change(convening, State.OPEN, now=timezone.now() + timedelta(days=32))

    assert str(refusal.value) == "Its last day is over: move its days first."


def test_mark_held_waits_for_the_last_day():
    convening = create_convening(state="closed")

    with pytest.raises(CannotChangeState) as refusal:
        change(convening, State.HELD)
    held = change(convening, State.HELD, now=timezone.now() + timedelta(days=31))

    assert str(refusal.value) == "Its last day has not come yet, so it cannot have been held."
    assert held.state == "held"


def test_cancel_convening_cancels_every_team_and_tells_everyone_once():
    convening, staff = create_convening(capacity=3), create_user(name="Staff")
    confirmed, waiting = register(convening, size=3), register(convening, size=2)
    gone = register(create_convening(), size=2)
    Email.objects.all().delete()

    cancel_convening(convening=convening, reason="Wildfire smoke", by=staff, now=timezone.now())

    convening.refresh_from_db()
    assert convening.state == "cancelled"
    assert list(Registration.objects.order_by("pk").values_list("state", "cancel_reason", "place_in_line")) == [
        ("cancelled", "Wildfire smoke", None),
        ("cancelled", "Wildfire smoke", None),
        ("confirmed", "", None),
    ]
    told = {seat.email for team in (confirmed, waiting) for seat in team.seats.all()}
    told |= {confirmed.registered_by.email, waiting.registered_by.email}
    assert set(Email.objects.values_list("to", flat=True)) == told
    assert gone.registered_by.email not in told
    assert set(Email.objects.values_list("template", "attachment")) == {
        ("convenings/email/convening_cancelled", "convening_ics"),
        ("billing/email/invoice_credited", "credit_note_pdf"),
    }
    assert sorted(Entry.objects.filter(done_by=staff).values_list("deed", flat=True)) == [
        "cancel_convening",
        "cancel_registration",
        "cancel_registration",
        "issue_credit_note",
    ]


def test_cancel_convening_locks_the_counters_as_every_change_does():
    convening = create_convening(organizer_keeps=Decimal("10.00"))
    written_off, other = register(convening), register(convening)
    invoice = written_off.bill.invoices.get()
    write_off_invoice(invoice=invoice, by=create_user(), reason="Storm", now=timezone.now())

    with CaptureQueriesContext(connection) as queries:
        cancel_convening(convening=convening, reason="Smoke", by=create_user(), now=timezone.now())

    first = next(query["sql"] for query in queries if "billing_counter" in query["sql"])
    assert first.startswith("SELECT")
    assert first.index("CRN") < first.index("INV")
    assert list(CreditNote.objects.filter(cause="cancellation").values_list("invoice__bill", flat=True)) == [
        other.bill_id
    ]


def test_cancel_convening_wants_a_reason():
    convening = create_convening()

    with pytest.raises(CannotChangeState) as refusal:
        cancel_convening(convening=convening, reason=" ", by=create_user(), now=timezone.now())

    assert str(refusal.value) == "Say why: the reason is what the teams are told."


def test_cancel_convening_refuses_a_second_time():
    convening, by, now = create_convening(), create_user(), timezone.now()
    register(convening)
    cancel_convening(convening=convening, reason="Flood", by=by, now=now)
    told = Email.objects.count()

    with pytest.raises(CannotChangeState):
        cancel_convening(convening=convening, reason="Flood", by=by, now=now)

    assert Email.objects.count() == told
