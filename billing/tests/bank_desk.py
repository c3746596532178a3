"""Bringing bank files in and deciding on their lines, as staff do."""

from django.urls import reverse
from django.utils import timezone

from billing.models import BankLine
from lmi_portal.tests.staff_pages import page_of

from .bank_files import bank_csv, uploaded

LIST = reverse("admin:billing_bankline_changelist")
UPLOAD = reverse("admin:billing_bankline_upload")


def upload(client, *lines, content=None, name="november.csv"):
    return client.post(UPLOAD, {"file": uploaded(content or bank_csv(*lines), name)}, follow=True)


def deposit(description="DEPOSIT", amount="300.00", check="88123"):
    return f"{timezone.localdate():%m/%d/%Y},{description},{amount},{check}"


def bring_in(client, *lines):
    """The new waiting lines, in the order of the file."""
    upload(client, *lines)
    return list(BankLine.objects.filter(state="waiting").order_by("pk"))


def decide(client, line, step, **typed):
    """Press a button of the line's page with what it had chosen already, and `typed`."""
    url = page_of(line, "decide")
    context = client.get(url).context
    form = {name: context["form"][name].value() or "" for name in ("method", "reference")}
    chosen = [one["key"] for one in context["proposals"] if one["is_chosen"]]
    return client.post(url, form | {"proposal": "".join(chosen), "step": step} | typed, follow=True)
