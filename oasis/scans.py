"""Scans of signed forms: judged by content, kept sealed, opened for a logged page alone."""

from datetime import timedelta
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
DRAFT = ".new"
STRAY_AFTER = timedelta(days=1)


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
    """Seal under the newest key what an older one sealed; returns how many. The old key may go after this.

    A draft beside each is there before the old file goes, so that a crash between the two loses nothing.
    """
    for draft in [name for name in _names() if name.endswith(DRAFT)]:
        _put_in_place(draft)
    stale = [name for name in _names() if not is_sealed_by_newest_key(_read(name))]
    for name in stale:
        sealed = seal(_unsealed(name), bound_to=name)
        _put_in_place(default_storage.save(name + DRAFT, ContentFile(sealed.encode())))
    return len(stale)


def sweep_scans(*, now):
    """Delete scans of which no consent came within a day, as what was to write it failed; returns how many."""
    kept = set(Consent.objects.exclude(scan="").values_list("scan", flat=True))
    strays = [
        name
        for name in _names()
        if name.removesuffix(DRAFT) not in kept and default_storage.get_modified_time(name) < now - STRAY_AFTER
    ]
    for name in strays:
        destroy_scan(name)
    return len(strays)


def _put_in_place(draft):
    name = draft.removesuffix(DRAFT)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(_read(draft).encode()))
    default_storage.delete(draft)


def _names():
    _folders, names = default_storage.listdir(FOLDER) if default_storage.exists(FOLDER) else ([], [])
    return [f"{FOLDER}/{name}" for name in sorted(names)]


def _read(name):
    with default_storage.open(name) as file:
        return file.read().decode()


def _unsealed(name):
    return unseal(_read(name), bound_to=name)
