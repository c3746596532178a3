from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lmi_portal.library import filing
from lmi_portal.library.filing import CannotFile, forget_files_after_commit, judge, sweep_files
from lmi_portal.library.models import FOLDER

from .factories import create_resource

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a guide\nstartxref\n%%EOF"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / FOLDER


def test_judge_names_a_file_for_what_it_is():
    assert judge(SimpleUploadedFile("Our guide.exe", PDF)) == ("Our guide.pdf", "application/pdf")


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"MZ\x90", b"\x89PNG\r\n\x1a\n"], ids=["none", "html", "exe", "png"]
)
def test_judge_refuses_what_is_none_of_the_four(content):
    with pytest.raises(CannotFile, match="Bring a PDF or a document"):
        judge(SimpleUploadedFile("guide.pdf", content, "application/pdf"))


def test_judge_refuses_what_is_too_large_before_it_is_read(monkeypatch):
    monkeypatch.setattr(filing, "MOST_BYTES", len(PDF) - 1)

    with pytest.raises(CannotFile, match="larger than 10 MB"):
        judge(SimpleUploadedFile("guide.pdf", PDF))


def test_name_in_the_storage_tells_nothing(folder):
    resource = create_resource(content=PDF)

    (stored,) = folder.iterdir()
    assert resource.file.name == f"{FOLDER}/{stored.name}"
    assert len(stored.name) == 32 and stored.name.isalnum()


def test_file_goes_once_the_transaction_stands(django_capture_on_commit_callbacks):
    resource = create_resource(content=PDF)
    with django_capture_on_commit_callbacks() as callbacks:
        forget_files_after_commit([resource.file.name, ""])
        resource.delete()
    assert default_storage.exists(resource.file.name)

    for callback in callbacks:
        callback()

    assert not default_storage.exists(resource.file.name)


def test_file_that_a_resource_names_still_stays(django_capture_on_commit_callbacks):
    resource = create_resource(content=PDF)

    with django_capture_on_commit_callbacks(execute=True):
        forget_files_after_commit([resource.file.name])

    assert default_storage.exists(resource.file.name)


def test_sweep_takes_what_no_resource_came_for():
    used = create_resource(content=PDF).file.name
    stray = default_storage.save(f"{FOLDER}/stray", ContentFile(PDF))
    now = timezone.now()

    assert sweep_files(now=now + timedelta(days=1)) == 0
    assert sweep_files(now=now + timedelta(days=3)) == 1

    assert default_storage.exists(used)
    assert not default_storage.exists(stray)


def test_sweep_before_the_first_file_takes_nothing():
    assert sweep_files(now=timezone.now()) == 0
