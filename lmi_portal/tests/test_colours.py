"""The stylesheet's colours, measured as WCAG 2.2 measures them."""

import re

import pytest

from lmi_portal.environment import ROOT

TEXT, EDGE = 4.5, 3
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "raised", TEXT),
    ("ink", "sunken", TEXT),
    ("ink-soft", "paper", TEXT),
    ("ink-soft", "raised", TEXT),
    ("ink-soft", "sunken", TEXT),
    ("primary", "paper", TEXT),
    ("primary", "raised", TEXT),
    ("primary", "sunken", TEXT),
    ("primary-strong", "primary-soft", TEXT),
    ("primary", "primary-soft", TEXT),
    ("on-primary", "primary", TEXT),
    ("on-primary", "primary-strong", TEXT),
    ("poppy-ink", "poppy-soft", TEXT),
    ("ink", "poppy-soft", TEXT),
    ("labor", "raised", TEXT),
    ("labor", "paper", TEXT),
    ("management", "raised", TEXT),
    ("management", "paper", TEXT),
    ("neutral", "paper", TEXT),
    ("neutral", "sunken", TEXT),
    ("good", "good-soft", TEXT),
    ("good", "raised", TEXT),
    ("bad", "bad-soft", TEXT),
    ("bad", "paper", TEXT),
    ("bad", "raised", TEXT),
    ("edge", "paper", EDGE),
    ("edge", "raised", EDGE),
    ("edge", "sunken", EDGE),
    ("focus", "paper", EDGE),
    ("focus", "raised", EDGE),
]


def palettes():
    """The custom properties of the light page, and those with the dark page's laid over them."""
    css = (ROOT / "static" / "lmi.css").read_text()
    light, dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.S)[:2]
    )
    return {"light": light, "dark": light | dark}


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_stand_out(scheme, front, back, least):
    colours = palettes()[scheme]

    assert contrast(colours[front], colours[back]) >= least


def test_contrast_is_measured_as_published():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_stylesheet_and_script_stay_small():
    static = ROOT / "static"

    assert (static / "lmi.css").stat().st_size < 25_000
    assert (static / "lmi.js").stat().st_size < 4_000
