"""What the page says of a resource's file before anybody loads it."""

from pathlib import PurePath

from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat


def words_of_file(resource):
    """“PDF, 240 KB”; empty where there is no file, or the storage has lost it."""
    if not resource.file or not default_storage.exists(resource.file.name):
        return ""
    return f"{PurePath(resource.file_name).suffix[1:].upper()}, {filesizeformat(resource.file.size)}"
