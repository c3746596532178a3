"""The ground of every test: its own data folder, and fixtures for real servers, browsers and workers."""

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit

import django
import pytest

from lmi_portal.running.catalogs import compile_catalogs


def isolate_environment():
    """The settings are read on import, so what they read is set before."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "lmi_portal.settings"
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="lmi-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
    os.environ["SECRET_KEY"] = "for-tests-only-" + "x" * 50
    os.environ["FIELD_ENCRYPTION_KEYS"] = "for-tests-only-0123456789-0123456789-012345"
    os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
    stripe = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"]
    for name in ["DEBUG", "EMAIL_URL", "SITE_URL", "PORT", "STAFF_MFA_REQUIRED", "CHECK_LINKS", *stripe]:
        os.environ.pop(name, None)
    if os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = redis_database_of_this_process(os.environ["REDIS_URL"])


def redis_database_of_this_process(url):
    """One numbered database for each process of pytest-xdist, so that they do not read one another's messages."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return urlsplit(url)._replace(path=f"/{number}").geturl()


isolate_environment()
django.setup()
compile_catalogs()
# pytest-xdist's processes inherit the environment; named there, the settings would be read before this file isolates.
del os.environ["DJANGO_SETTINGS_MODULE"]

pytest_plugins = [
    "pytester",
    "billing.tests.books_guard",
    "districts.tests.signed_in",
    "lmi_portal.running.tests.browsers",
    "lmi_portal.running.tests.servers",
    "lmi_portal.running.tests.workers",
]


def pytest_configure(config):
    from django.conf import settings

    from lmi_portal.running import ports

    # A port is free until it is bound, so no two processes of pytest-xdist draw from the same ones.
    ports.COUNT = 2_500
    ports.FIRST += ports.COUNT * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4)

    # Quick to compute, and the only thing that tests change about the settings beside where static files are.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def forget_the_cache():
    """Rate limits and cached pages end with the test that caused them."""
    from django.core.cache import cache

    yield
    cache.clear()
