"""Draws static/lmi-share.png, the picture that other sites show beside a link: `python -m lmi_portal.share_picture`."""

from importlib.resources import files
from io import BytesIO
from pathlib import Path

import typst
from PIL import Image

from lmi_portal.environment import ROOT

DRAWING = Path(__file__).with_suffix(".typ")
PICTURE = ROOT / "static" / "lmi-share.png"
COLOURS = 32


def draw():
    """The PNG's bytes: 1200 × 630 in few colours, so that it stays small."""
    fonts = files("justmytype_western_core") / "fonts"
    png = typst.compile(DRAWING, format="png", ppi=72, font_paths=[str(fonts)], ignore_system_fonts=True)
    small = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        small, "PNG", optimize=True
    )
    return small.getvalue()


if __name__ == "__main__":
    PICTURE.write_bytes(draw())
