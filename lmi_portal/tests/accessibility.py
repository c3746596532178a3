"""What a page owes to everyone: no violation of WCAG 2.2 A or AA that axe can find, and no sideways scrolling."""

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}


def assert_accessible(page, *, within=None):
    """Fails with one line for each element that breaks a rule; `within` is a CSS selector for a part of the page."""
    found = Axe().run(page, context=within, options=OPTIONS).response["violations"]

    assert [line for violation in found for line in lines_of(violation)] == []


def lines_of(violation):
    for node in violation["nodes"]:
        reasons = [check["message"] for check in node["any"] + node["all"] + node["none"]]
        yield f"{violation['id']}: {' '.join(map(str, node['target']))} – {'; '.join(reasons)} – {node['html'][:200]}"


def assert_fits(page):
    """Nothing makes the page scroll sideways; if something does, the message names it."""
    wide = page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.scrollingElement.scrollWidth <= room) return [];
            return [...document.querySelectorAll("body *")]
                .filter((element) => element.getBoundingClientRect().right > room + 1)
                .map((element) => element.outerHTML.slice(0, 120))
                .slice(0, 5);
        }"""
    )

    assert wide == []
