"""Files of purchase orders: judged by content, kept under a name that nobody guesses, swept where no order came."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.core import signing
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from lmi_portal.file_kinds import JPEG, PDF, PNG, kind_of, label_of

from .models import PurchaseOrder
from .models.purchase_order import FOLDER

MOST_BYTES = 10 * 1024 * 1024
KINDS = [PDF, PNG, JPEG]
SALT = "billing.purchase-order-file"
KEPT_FOR = timedelta(days=1)


class CannotKeep(Exception):
    """Why a file is not taken, in words fit for whoever brought it."""


@dataclass(frozen=True)
class KeptFile:
    """A file in the storage: its name there, what it was called, and its kind as its content says."""

    name: str
    label: str
    kind: str


def keep(uploaded):
    """Check an uploaded file and put it into the storage; return the KeptFile. Raises CannotKeep."""
    if uploaded.size > MOST_BYTES:
        raise CannotKeep(_("This file is larger than 10 MB. Scan it with a lower resolution, or send its first page."))
    kind = kind_of(uploaded, among=KINDS)
    if kind is None:
        raise CannotKeep(
            _(
                "Bring a PDF, a PNG or a JPEG: by its content this file is none, or it is damaged. A photo from an"
                " iPhone may be HEIC; save it as PDF or JPEG first."
            )
        )
    uploaded.seek(0)
    name = default_storage.save(f"{FOLDER}/{uuid4().hex}", uploaded)
    return KeptFile(name, label_of(uploaded.name, kind), kind)


def ticket_of(kept, account):
    """What stands in a form that is shown again, so that nobody chooses the file twice."""
    return signing.dumps([account.pk, kept.name, kept.label, kept.kind], salt=SALT, compress=True)


def kept_by_ticket(ticket, account):
    """The KeptFile of a form that came back, or None where the ticket is not this account's or a day old."""
    try:
        pk, *words = signing.loads(ticket, salt=SALT, max_age=KEPT_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return KeptFile(*words) if pk == account.pk else None


def sweep_files(*, now):
    """Delete the files for which no purchase order came within two days, as the form was given up; return how many."""
    _folders, names = default_storage.listdir(FOLDER) if default_storage.exists(FOLDER) else ([], [])
    old = {name for name in (f"{FOLDER}/{name}" for name in names) if _is_old(name, now=now)}
    stray = old - set(PurchaseOrder.objects.filter(file__in=old).values_list("file", flat=True))
    for name in stray:
        default_storage.delete(name)
    return len(stray)


def _is_old(name, *, now):
    return default_storage.get_modified_time(name) < now - 2 * KEPT_FOR
