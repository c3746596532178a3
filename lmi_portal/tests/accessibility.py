"""What a page owes to everyone: no violation of WCAG 2.2 A or AA that axe can find, and no sideways scrolling."""

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}

WHAT_IS_TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > room + 1)
        .map((element) => element.outerHTML.slice(0, 120))
        .slice(0, 5);
}"""


def assert_accessible(page, *, within=None):
    """Fails with one line for each element that breaks a rule; `within` is a CSS selector for a part of the page."""
    assert violations_of(page, within=within) == []


def assert_fits(page):
    """Nothing makes the page scroll sideways; if something does, the message names it."""
    page.wait_for_load_state()
    assert page.evaluate(WHAT_IS_TOO_WIDE) == []


def violations_of(page, *, within=None):
    page.wait_for_load_state()
    found = Axe().run(page, context=within, options=OPTIONS).response["violations"]
    return [line for violation in found for line in _lines(violation)]


def shortcomings_of(page, *, within=None):
    """What axe finds and what is too wide, on a desk in light and on a phone in dark."""
    found = []
    for scheme, size in (("light", DESK), ("dark", PHONE)):
        # Without this, axe would measure colors that are on their way from one scheme to the other.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        lines = violations_of(page, within=within)
        lines += [f"too wide: {html}" for html in page.evaluate(WHAT_IS_TOO_WIDE)]
        found += [f"{scheme}, {size['width']} px: {line}" for line in lines]
    page.set_viewport_size(DESK)
    return found


def _lines(violation):
    for node in violation["nodes"]:
        reasons = [check["message"] for check in node["any"] + node["all"] + node["none"]]
        yield f"{violation['id']}: {' '.join(map(str, node['target']))} – {'; '.join(reasons)} – {node['html'][:200]}"
