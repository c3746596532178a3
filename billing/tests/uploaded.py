"""Files as browsers send them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from billing.papers import render_pdf

from .paper_samples import quote


def pdf(name="order.pdf"):
    return SimpleUploadedFile(name, render_pdf(quote(), language="en"), "application/pdf")


def image(kind="PNG", *, name="order.png", size=(40, 40), **saved):
    content = BytesIO()
    Image.new("RGB", size, "white").save(content, kind, **saved)
    return SimpleUploadedFile(name, content.getvalue(), "application/octet-stream")


def raw(content, name="order.pdf", kind="application/pdf"):
    return SimpleUploadedFile(name, content, kind)
