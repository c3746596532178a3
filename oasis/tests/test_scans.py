from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from lmi_portal.encryption import CannotDecrypt
from oasis import scans
from oasis.models import Consent
from oasis.refusing import CannotConsent
from oasis.scans import DRAFT, FOLDER, keep_scan, open_scan, reseal_scans, sweep_scans

from .factories import create_consent, create_referral

NAME = b"Rosa Nunez signs here"
PDF = b"%PDF-1.4\n% " + NAME + b"\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n9\n%%EOF\n"
OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture(autouse=True)
def folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def consent_with(name):
    referral = create_referral()
    return create_consent(referral.student, provider=referral.service.provider, way="paper", scan=name)


def photo():
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG")
    return file.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [(PDF, "application/pdf", "pdf"), (photo(), "image/jpeg", "jpg")],
    ids=["PDF", "photo"],
)
def test_a_scan_is_sealed_in_the_storage_and_opens_whole(folder_of_its_own, content, kind, ending):
    consent = consent_with(keep_scan(SimpleUploadedFile("Rosa Nunez.html", content)))

    (kept,) = (folder_of_its_own / FOLDER).iterdir()
    assert NAME not in kept.read_bytes()
    assert "Rosa" not in kept.name
    assert open_scan(consent) == (content, kind, f"consent-{consent.pk}.{ending}")


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ", b"<html><script>", b"%PDF- cut", photo()[:-40]],
    ids=["empty", "program", "page", "cut", "half"],
)
def test_what_is_no_scan_by_its_content_is_refused_and_not_kept(folder_of_its_own, content):
    with pytest.raises(CannotConsent):
        keep_scan(SimpleUploadedFile("scan.pdf", content, content_type="application/pdf"))

    assert list(folder_of_its_own.iterdir()) == []


def test_a_file_above_ten_megabytes_is_refused():
    with pytest.raises(CannotConsent):
        keep_scan(SimpleUploadedFile("scan.pdf", PDF + b" " * scans.MOST_BYTES))


@pytest.mark.django_db
def test_one_file_in_the_place_of_another_opens_nothing():
    mine, theirs = (keep_scan(SimpleUploadedFile("a.pdf", PDF)) for _each in range(2))
    with default_storage.open(theirs) as file:
        content = file.read()
    default_storage.delete(mine)
    default_storage.save(mine, ContentFile(content))

    with pytest.raises(CannotDecrypt):
        open_scan(Consent(scan=mine))


@pytest.mark.django_db
def test_scans_are_sealed_under_a_new_key_and_the_old_one_may_go(settings):
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    consent = consent_with(keep_scan(SimpleUploadedFile("a.pdf", PDF)))
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]

    counts = reseal_scans(), reseal_scans()
    settings.FIELD_ENCRYPTION_KEYS = [NEW]

    consent = Consent(pk=consent.pk, scan=consent.scan)
    assert (counts, open_scan(consent)[0]) == ((1, 0), PDF)


@pytest.mark.django_db
def test_a_crash_while_scans_are_sealed_anew_loses_none(folder_of_its_own):
    name = keep_scan(SimpleUploadedFile("a.pdf", PDF))
    (folder_of_its_own / name).rename(folder_of_its_own / f"{name}{DRAFT}")

    reseal_scans()

    assert open_scan(Consent(pk=1, scan=name))[0] == PDF
    assert len(list((folder_of_its_own / FOLDER).iterdir())) == 1


@pytest.mark.django_db
def test_a_scan_of_which_no_consent_came_is_swept_after_a_day():
    kept, stray = (keep_scan(SimpleUploadedFile("a.pdf", PDF)) for _each in range(2))
    consent_with(kept)
    now = timezone.now()

    swept = sweep_scans(now=now), sweep_scans(now=now + timedelta(days=2))

    assert (swept, default_storage.exists(kept), default_storage.exists(stray)) == ((0, 1), True, False)
