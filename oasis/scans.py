"""Scans of signed forms: judged by content, kept sealed, opened for a logged page alone."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from lmi_portal.encryption import is_sealed_by_newest_key, seal, unseal
from lmi_portal.file_kinds import ENDINGS, JPEG, PDF, PNG, kind_of

from .models import Consent
from .refusing import CannotConsent

FOLDER = "oasis-scans"
MOST_BYTES = 10 * 1024 * 1024
KINDS = [PDF, PNG, JPEG]


def keep_scan(uploaded):
    """Seal an uploaded file and put it into the storage; returns its name there. Raises CannotConsent."""
    if uploaded.size > MOST_BYTES:
        raise CannotConsent(_("This file is larger than 10 MB. Take the photo with a lower resolution."), field="scan")
    if kind_of(uploaded, among=KINDS) is None:
        raise CannotConsent(
            _("Bring a PDF, a PNG or a JPEG: by its content this file is none, or it is damaged."), field="scan"
        )
    uploaded.seek(0)
    name = f"{FOLDER}/{uuid4().hex}"
    return default_storage.save(name, ContentFile(seal(uploaded.read(), bound_to=name).encode()))


def open_scan(consent):
    """(bytes, media type, file name) of the scan of `consent`; the name tells the consent's number alone."""
    content = ContentFile(_unsealed(consent.scan))
    kind = kind_of(content, among=KINDS)
    return content.file.getvalue(), kind, f"consent-{consent.pk}{ENDINGS[kind]}"


def destroy_scan(name):
    default_storage.delete(name)


def reseal_scans():
    """Seal under the newest key what an older one sealed; returns how many. The old key may go after this."""
    stale = [name for name in _names() if not is_sealed_by_newest_key(_read(name))]
    for name in stale:
        content = seal(_unsealed(name), bound_to=name)
        default_storage.delete(name)
        default_storage.save(name, ContentFile(content.encode()))
    return len(stale)


def sweep_scans():
    """Delete scans of which no consent came, as the transaction that was to write it failed; returns how many."""
    strays = set(_names()) - set(Consent.objects.exclude(scan="").values_list("scan", flat=True))
    for name in strays:
        destroy_scan(name)
    return len(strays)


def _names():
    _folders, names = default_storage.listdir(FOLDER) if default_storage.exists(FOLDER) else ([], [])
    return [f"{FOLDER}/{name}" for name in sorted(names)]


def _read(name):
    with default_storage.open(name) as file:
        return file.read().decode()


def _unsealed(name):
    return unseal(_read(name), bound_to=name)
