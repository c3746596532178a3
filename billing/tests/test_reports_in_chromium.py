"""What staff read about money, for everyone: light on a desk and dark on a phone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from billing.chasing import note_promise, stop_chasing
from billing.models import ChasingStep
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.tests.accessibility import shortcomings_of
from lmi_portal.tests.browsing import sign_in
from lmi_portal.tests.staff_pages import page_of

from .chases import at, beat, owe, set_steps
from .factories import create_account, create_purchase_order

pytestmark = pytest.mark.django_db(transaction=True)


def test_reports_and_reminders_are_accessible(page, live_portal):
    set_steps(30)
    now = timezone.now()
    account = create_account(ap_email="ap@example.org")
    order = create_purchase_order(account, "100.00")
    overdrawn = owe("150.00", account=account, purchase_order=order, pays_by="purchase_order").bill
    stopped, promised = owe(account=account).bill, owe("60.00", now=at(7, 1), subject="S" * 160).bill
    beat(at(10, 31))
    waiting = owe(account=account, pays_by="purchase_order", now=at(11, 1))
    note_promise(bill=promised, promised_on=timezone.localdate(), note="Ada", noted_by=None, now=now)
    stop_chasing(bill=stopped, note="The host pays", stopped_by=None, now=now)
    sign_in(page, live_portal, create_staff())
    lists = [reverse(f"admin:billing_{model}_changelist") for model in ("bill", "chasingstep", "chaseletter")]
    reports = [reverse(f"admin:billing_bill_{name}") for name in ("owed", "reminders_to_come")]
    letters = reverse("admin:billing_reminder_preview", args=[waiting.account.pk, timezone.localdate().isoformat()])
    rows = [page_of(row) for row in (overdrawn, stopped, ChasingStep.objects.get())]
    deeds = [page_of(promised, "promise"), page_of(promised, "stop"), page_of(stopped, "resume")]

    found = {}
    for address in [*lists, *reports, letters, *rows, *deeds]:
        assert page.goto(live_portal + address).ok
        found[address] = shortcomings_of(page)

    assert {address: lines for address, lines in found.items() if lines} == {}
