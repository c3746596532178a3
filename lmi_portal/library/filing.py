"""A resource's file: judged by content, given back under its own name, gone from the storage once nothing names it."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.file_kinds import DOCX, PDF, PPTX, XLSX, kind_of, label_of

from .models import FOLDER, Resource

MOST_BYTES = 10 * 1024 * 1024
KINDS = [PDF, DOCX, PPTX, XLSX]
KEPT_FOR = timedelta(days=2)


class CannotFile(Exception):
    """Why a file is not taken, in words fit for whoever brought it."""


def judge(uploaded):
    """(name to give it back under, media type) of an uploaded file, by its content alone. Raises CannotFile."""
    if uploaded.size > MOST_BYTES:
        raise CannotFile(_("This file is larger than 10 MB. Make its pictures smaller, or name a link instead."))
    kind = kind_of(uploaded, among=KINDS)
    if kind is None:
        raise CannotFile(
            _(
                "Bring a PDF or a document, slides or a workbook of Office without macros (docx, pptx, xlsx): by its"
                " content this file is none, or it is damaged or locked by a password."
            )
        )
    uploaded.seek(0)
    return label_of(uploaded.name, kind), kind


def forget_files_after_commit(names):
    """Delete these files from the storage once the transaction stands, unless a resource names them still."""
    names = [name for name in names if name]
    transaction.on_commit(lambda: _forget(names), robust=True)


def sweep_files(*, now):
    """Delete the files that no resource has named for two days, as their form was never saved; return how many."""
    _folders, names = default_storage.listdir(FOLDER) if default_storage.exists(FOLDER) else ([], [])
    names = (f"{FOLDER}/{name}" for name in names)
    return _forget([name for name in names if default_storage.get_modified_time(name) < now - KEPT_FOR])


def _forget(names):
    stray = set(names) - set(Resource.objects.filter(file__in=names).values_list("file", flat=True))
    for name in stray:
        default_storage.delete(name)
    return len(stray)
