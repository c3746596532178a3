"""What a file is, by its content: neither its name nor whoever sent it is believed."""

import zlib
from pathlib import PurePath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from PIL import Image

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, PPTX, XLSX = (
    f"{OFFICE}.wordprocessingml.document",
    f"{OFFICE}.presentationml.presentation",
    f"{OFFICE}.spreadsheetml.sheet",
)
ENDINGS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", DOCX: ".docx", PPTX: ".pptx", XLSX: ".xlsx"}

# A page scanned at 600 dpi has 34 million; what claims more is no scan.
MOST_PIXELS = 60_000_000
# What a document may unpack to: a file that claims more was made to fill a disk.
MOST_UNPACKED, MOST_PARTS = 200 * 1024 * 1024, 5_000
MAIN_PARTS = {DOCX: "word/document.xml", PPTX: "ppt/presentation.xml", XLSX: "xl/workbook.xml"}


def kind_of(file, *, among):
    """The one of the media types `among` that the file is by its content, whole; None where it is none of them."""
    if _is_pdf(file):
        kind = PDF
    else:
        # What nobody asked for is not unpacked: it may take a second of the processor.
        kind = _image_kind(file) or (_office_kind(file) if MAIN_PARTS.keys() & set(among) else None)
    return kind if kind in among else None


def label_of(name, kind):
    """What a file is called when it is given back: its own name, printable, with the ending of its true kind."""
    stem = "".join(letter for letter in PurePath(name).stem if letter.isprintable())
    return stem[:100] + ENDINGS[kind]


def _is_pdf(file):
    file.seek(0)
    head = file.read(1024)
    file.seek(max(file.size - 2048, 0))
    tail = file.read()
    return b"%PDF-" in head and b"startxref" in tail and b"%%EOF" in tail


def _image_kind(file):
    file.seek(0)
    try:
        with Image.open(file, formats=["PNG", "JPEG"]) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            # Only decoding it shows that it is whole.
            image.load()
            # A telephone's JPEG may hold several pictures: Pillow calls that MPO, and others show the first.
            return PNG if image.format == "PNG" else JPEG
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def _office_kind(file):
    """Whole documents of Office's open formats alone: those with macros are named otherwise inside."""
    file.seek(0)
    try:
        with ZipFile(file) as parts:
            listed = parts.infolist()
            if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
                return None
            # Office's formats know these two alone (ECMA-376, part 2); others unpack more slowly, and fail otherwise.
            if any(part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in listed):
                return None
            # Reading it all is what shows that it is whole; an encrypted part raises RuntimeError.
            if parts.testzip():
                return None
            types, names = parts.read("[Content_Types].xml"), parts.namelist()
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    fits = (kind for kind, part in MAIN_PARTS.items() if part in names and f"{kind}.main+xml".encode() in types)
    return next(fits, None)
