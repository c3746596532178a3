from django.core.files.uploadedfile import SimpleUploadedFile

from billing.bank_file import read_bank_file


def bank_csv(*lines, header="Date,Description,Amount,Check Number"):
    return "\r\n".join([header, *lines, ""]).encode()


def uploaded(content, name="november.csv"):
    return SimpleUploadedFile(name, content, content_type="text/csv")


def read(*lines, **fields):
    return read_bank_file(uploaded(bank_csv(*lines, **fields)))
