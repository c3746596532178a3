"""`make serve`: the production shape, all of it from the environment."""

import os
from urllib.parse import urlsplit

import django
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from lmi_portal import environment

from . import processes
from .opening import in_one_sentence, keep_open
from .ports import check_port

# As `manage.py check --deploy` has it.
SHORTEST_KEY = 50
REQUIRED = {
    "SECRET_KEY": f"a random text of at least {SHORTEST_KEY} characters",
    "FIELD_ENCRYPTION_KEYS": "32 random bytes in base64, and after a comma the keys before it",
    "ALLOWED_HOSTS": "the host names that the portal answers to, parted by commas",
    "DATABASE_URL": "a PostgreSQL database, as in postgres://user:password@host:5432/name",
    "REDIS_URL": "a Redis server, as in redis://host:6379/0",
    "EMAIL_URL": "a mail server, as in smtp+tls://user:password@host:587",
    "SITE_URL": "the address that people type, as in https://portal.example.org",
}


def serve():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lmi_portal.settings")
    check_environment(os.environ)
    workers = web_workers()
    port = environment.port()
    check_port(port, address="0.0.0.0")  # noqa: S104  a proxy on another machine may stand before it
    django.setup()

    from .catalogs import compile_catalogs
    from .readying import ready_database, ready_static_files

    compile_catalogs()
    ready_database()
    ready_static_files()
    keep_open(
        web=processes.web(address="0.0.0.0", port=port, workers=workers, threads=2),  # noqa: S104
        others={"worker": processes.worker(), "beat": processes.beat()},
        port=port,
        site_url=os.environ["SITE_URL"],
        on_open=lambda: print(f"The portal is open on port {port} for {os.environ['SITE_URL']}.", flush=True),
    )


def check_environment(variables):
    """Raises ImproperlyConfigured for what the settings themselves would forgive a developer."""
    for name, meaning in REQUIRED.items():
        if not variables.get(name, "").strip():
            raise ImproperlyConfigured(f"{name} is missing: set it to {meaning}.")
    if len(variables["SECRET_KEY"].strip()) < SHORTEST_KEY:
        raise ImproperlyConfigured(f"SECRET_KEY is too short: set it to {REQUIRED['SECRET_KEY']}.")
    # Codes and links of one person must not end in a log or a folder.
    if variables["EMAIL_URL"].strip().startswith(("console", "file")):
        raise ImproperlyConfigured(f"EMAIL_URL must name {REQUIRED['EMAIL_URL']}.")
    if not variables["DATABASE_URL"].startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(f"DATABASE_URL must name {REQUIRED['DATABASE_URL']}.")
    host = urlsplit(environment.site_url()).hostname or ""
    if not validate_host(host, environment.words("ALLOWED_HOSTS")):
        raise ImproperlyConfigured(f"ALLOWED_HOSTS does not name {host or 'a host'}, the host of SITE_URL.")


def web_workers():
    text = environment.text("WEB_WORKERS", default="4")
    if not text.isdecimal() or int(text) < 1:
        raise ImproperlyConfigured(f"WEB_WORKERS must be a number from 1 on, not “{text}”.")
    return int(text)


if __name__ == "__main__":
    in_one_sentence(serve)
