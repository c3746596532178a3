import os

import pytest
from playwright.sync_api import expect, sync_playwright

from lmi_portal.running.chromium import find_chromium

CHROMIUM_OPTIONS = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
MILLISECONDS_AT_MOST = 20_000
# What htmx writes to the console when a newer request takes the place of one still on its way; a failure says more.
REPLACED = ("htmx:afterRequest", "htmx:sendAbort")


@pytest.fixture(scope="session")
def browser():
    """A real Chromium, one for each process of the test run."""
    path = find_chromium()
    options = [*CHROMIUM_OPTIONS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's event loop stays in this thread until the end, which Django would take for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=MILLISECONDS_AT_MOST)
        browser = playwright.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()


@pytest.fixture
def page_errors():
    """Console errors and uncaught exceptions of the test's pages; a test that expects one clears the list."""
    errors = []
    yield errors
    assert errors == []


@pytest.fixture
def new_page(browser, page_errors):
    """Opens a page for one more person, with cookies of their own."""
    contexts = []

    def open_page(*, viewport=(1280, 900), color_scheme="light", javascript=True, **options):
        width, height = viewport
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=color_scheme,
            java_script_enabled=javascript,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(MILLISECONDS_AT_MOST)
        page = context.new_page()
        page.on("console", lambda message: is_error(message) and page_errors.append(message.text))
        page.on("pageerror", lambda error: page_errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()


def is_error(message):
    return message.type == "error" and not message.text.startswith(REPLACED)


@pytest.fixture
def viewport():
    """Width and height of `page`; parametrize it to see several."""
    return (1280, 900)


@pytest.fixture
def page(new_page, viewport):
    return new_page(viewport=viewport)


@pytest.fixture
def live_portal(live_server, settings):
    """The address of the portal, served from the test's database by a thread of this process."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url
