"""Which kind of file it is, by its content rather than by its name."""

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from .column_maps import MappedTable
from .json_rows import JsonFile
from .packages import FolderOfTables, ZipOfTables, is_spreadsheet
from .problems import CannotRead


def opened(path, *, column_map=None):
    """The file or folder at `path` as something with `rows()`, the Rows, and `notes` once they were read.

    Raises CannotRead, and OSError.
    """
    path = Path(path)
    if path.is_dir():
        return FolderOfTables(path)
    with path.open("rb") as file:
        start = file.read(4_096)
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise CannotRead("It is empty.")
    if start.startswith(b"PK\x03\x04"):
        return _zip(path)
    if start.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise CannotRead("It is neither JSON nor a table as CSV. Export it as one of them and import that.")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n\xff\xfe\0").startswith((b"{", b"[")):
        return JsonFile(path)
    return MappedTable(path, column_map or {})


def _zip(path):
    try:
        with ZipFile(path) as archive:
            names = archive.namelist()
    except BadZipFile as error:
        raise CannotRead("It is a zip file that is damaged or cut off.") from error
    if is_spreadsheet(names):
        raise CannotRead("It is a spreadsheet. Save it as CSV (UTF-8) and import that.")
    return ZipOfTables(path)
