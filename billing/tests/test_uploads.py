from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from billing import uploads
from billing.models.purchase_order import FOLDER
from billing.uploads import CannotKeep, keep, kept_by_ticket, sweep_files, ticket_of
from lmi_portal import file_kinds

from .factories import create_account, create_purchase_order
from .uploaded import image, pdf, raw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / FOLDER


@pytest.mark.parametrize(
    ("file", "label", "kind"),
    [
        (lambda: pdf("PO 118843.pdf"), "PO 118843.pdf", "application/pdf"),
        (lambda: image("PNG"), "order.png", "image/png"),
        (lambda: image("JPEG", name="order.PDF"), "order.jpg", "image/jpeg"),
        (
            lambda: image("MPO", name="IMG_1.JPG", save_all=True, append_images=[Image.new("RGB", (40, 40))]),
            "IMG_1.jpg",
            "image/jpeg",
        ),
        (lambda: pdf("../../etc/passwd\x00.html"), "passwd.pdf", "application/pdf"),
        (lambda: pdf("x" * 300 + ".pdf"), "x" * 100 + ".pdf", "application/pdf"),
    ],
    ids=["pdf", "png", "jpeg that says pdf", "photo of a telephone", "name that climbs", "long name"],
)
def test_content_decides_what_a_file_is_and_its_name_is_not_trusted(folder, file, label, kind):
    kept = keep(file())

    assert (kept.label, kept.kind) == (label, kind)
    (stored,) = folder.iterdir()
    assert kept.name == f"{FOLDER}/{stored.name}"
    assert len(stored.name) == 32 and stored.name.isalnum()


@pytest.mark.parametrize(
    "file",
    [
        lambda: raw(b"<html><script>alert(1)</script></html>"),
        lambda: raw(b"%PDF-1.7 that ends in the middle"),
        lambda: raw(pdf().read()[:2000]),
        lambda: raw(image("PNG").read()[:60], "order.png", "image/png"),
        lambda: raw(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "IMG_1.HEIC", "image/heic"),
        lambda: image("GIF", name="order.gif"),
        lambda: raw(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "order.png", "image/png"),
        lambda: raw(b"MZ\x90\x00", "order.pdf"),
    ],
    ids=["html", "fake pdf", "cut pdf", "cut png", "heic", "gif", "svg", "program"],
)
def test_what_is_none_of_the_three_is_refused_and_not_kept(folder, file):
    with pytest.raises(CannotKeep, match="Bring a PDF, a PNG or a JPEG"):
        keep(file())

    assert not folder.exists()


def test_too_large_is_refused_before_it_is_read(folder, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)

    with pytest.raises(CannotKeep, match="larger than 10 MB"):
        keep(pdf())

    assert not folder.exists()


def test_image_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(file_kinds, "MOST_PIXELS", 100)

    with pytest.raises(CannotKeep):
        keep(image(size=(11, 10)))


def test_ticket_is_the_accounts_own_and_good_for_a_day(monkeypatch):
    account, other = create_account(), create_account()
    kept = keep(pdf())
    ticket = ticket_of(kept, account)

    assert kept_by_ticket(ticket, account) == kept
    assert kept_by_ticket(ticket, other) is None
    assert kept_by_ticket(ticket + "x", account) is None
    later = timezone.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(uploads.signing.time, "time", later.timestamp)
    assert kept_by_ticket(ticket, account) is None


def test_sweeping_takes_what_no_order_came_for():
    account, now = create_account(), timezone.now()
    used, given_up = keep(pdf()), keep(pdf())
    create_purchase_order(account, file=used)

    assert sweep_files(now=now + timedelta(days=1)) == 0
    assert sweep_files(now=now + timedelta(days=3)) == 1

    assert default_storage.exists(used.name)
    assert not default_storage.exists(given_up.name)


def test_sweeping_before_the_first_file_takes_nothing():
    assert sweep_files(now=timezone.now()) == 0
