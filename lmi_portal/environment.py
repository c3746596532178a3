"""The environment that the settings are read from, refused in one sentence where it makes no sense."""

import base64
import os
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

ROOT = Path(__file__).resolve().parent.parent
_env = environ.Env()


def flag(name, *, default):
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "1", "0", "true", "false", "on", "off", "yes", "no"}:
        return value in {"1", "true", "on", "yes"} if value else default
    raise ImproperlyConfigured(f"{name} must be on or off, not “{value}”.")


def text(name, *, default=""):
    return os.environ.get(name, "").strip() or default


def words(name, *, default=()):
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


def data_dir():
    folder = Path(text("DATA_DIR", default=str(ROOT / "var"))).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR: the folder {folder} cannot be made ({error.strerror}).") from error
    return folder


def secret_key(*, debug):
    key = text("SECRET_KEY")
    if not key and not debug:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing: set it to a long random text, or set DEBUG=on to try things out."
        )
    return key or "only-for-debugging-" + "x" * 40


def field_encryption_keys(*, debug):
    """The keys of encrypted columns, newest first, 32 bytes each: FIELD_ENCRYPTION_KEYS, in base64, comma-separated."""
    written = words("FIELD_ENCRYPTION_KEYS")
    if not written and not debug:
        raise ImproperlyConfigured(
            "FIELD_ENCRYPTION_KEYS is missing: set it to 32 random bytes in base64, or set DEBUG=on to try things out."
        )
    return [_key(text) for text in written] or [b"only-for-debugging".ljust(32, b"-")]


def _key(written):
    try:
        key = base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        # What does not fit may be a key with a slip of the pen, so the sentence never repeats it.
        raise ImproperlyConfigured("FIELD_ENCRYPTION_KEYS must be keys of 32 random bytes in base64, comma-separated.")
    return key


def site_url():
    url = text("SITE_URL", default=f"http://localhost:{port()}").rstrip("/")
    if not url.startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"SITE_URL must start with http:// or https://, not “{url}”.")
    _check_address("SITE_URL", url, like="https://portal.example.org")
    if url.count("/") > 2:
        raise ImproperlyConfigured(f"SITE_URL must end with the host, as in https://portal.example.org, not “{url}”.")
    return url


def port():
    value = text("PORT", default="8000")
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise ImproperlyConfigured(f"PORT must be a number from 1 to 65535, not “{value}”.")
    return int(value)


def redis_url():
    url = text("REDIS_URL")
    if url and not url.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured("REDIS_URL must start with redis:// or rediss://.")
    if url:
        _check_address("REDIS_URL", url, like="redis://:password@host:6379/0")
    return url


def _check_address(name, url, *, like):
    try:
        parts = urlsplit(url)
        fits = bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise _unreadable(name, like=like)


def _unreadable(name, *, like):
    # What does not fit may be part of a password, so the sentence never repeats it.
    return ImproperlyConfigured(f"{name} cannot be read: write it as {like}, special characters in %-codes.")


def stripe():
    """STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, both or neither: money that nobody is told of is worse than none."""
    key, webhook_secret = text("STRIPE_SECRET_KEY"), text("STRIPE_WEBHOOK_SECRET")
    if bool(key) != bool(webhook_secret):
        missing = "STRIPE_WEBHOOK_SECRET" if key else "STRIPE_SECRET_KEY"
        raise ImproperlyConfigured(f"{missing} is missing: cards are on with both Stripe secrets, or off with neither.")
    if key and not key.startswith(("sk_", "rk_")):
        raise ImproperlyConfigured("STRIPE_SECRET_KEY must start with sk_ or rk_.")
    if key and not webhook_secret.startswith("whsec_"):
        raise ImproperlyConfigured("STRIPE_WEBHOOK_SECRET must start with whsec_.")
    return key, webhook_secret


def database(*, folder):
    """The one database: DATABASE_URL's PostgreSQL, or SQLite in `folder`.

    SQLite takes the write lock when a transaction begins, so that it stands in for PostgreSQL's row locks.
    """
    if text("DATABASE_URL"):
        try:
            config = _env.db_url("DATABASE_URL")
        except (ImproperlyConfigured, ValueError) as error:
            raise _unreadable("DATABASE_URL", like="postgres://user:password@host:5432/name") from error
    else:
        config = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "db.sqlite3")}
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["TEST"] = {"NAME": str(folder / "test.sqlite3")}
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # Without recursive triggers INSERT OR REPLACE would get round those that keep what is written once.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA recursive_triggers=ON;",
        }
    elif config["ENGINE"] == "django.db.backends.postgresql":
        config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    else:
        raise ImproperlyConfigured(
            "DATABASE_URL must name a PostgreSQL (postgres://…) or SQLite (sqlite:///…) database."
        )
    return config


def mail(*, folder):
    """EMAIL_URL's server; without one, mail is written to a folder and to the log."""
    if not text("EMAIL_URL"):
        return {
            "EMAIL_BACKEND": "lmi_portal.outbox.folder.FolderAndLogBackend",
            "EMAIL_FILE_PATH": str(folder / "mail"),
        }
    try:
        config = _env.email_url("EMAIL_URL")
    except (ImproperlyConfigured, ValueError, KeyError) as error:
        raise _unreadable("EMAIL_URL", like="smtp+tls://user:password@host:587") from error
    if not text("EMAIL_URL").startswith(("smtp", "consolemail", "filemail")):
        raise ImproperlyConfigured("EMAIL_URL must start with smtp:// or smtp+tls://.")
    if text("EMAIL_URL").startswith("smtp"):
        _check_address("EMAIL_URL", text("EMAIL_URL"), like="smtp+tls://user:password@host:587")
    return config | {"EMAIL_TIMEOUT": 20}


def sender():
    """Whom the portal's mail comes from: a name and an address."""
    written = text("DEFAULT_FROM_EMAIL", default="LMI portal <portal@example.org>")
    try:
        validate_email(parseaddr(written)[1])
    except ValidationError as error:
        raise ImproperlyConfigured(
            f"DEFAULT_FROM_EMAIL must be an address, as in LMI portal <portal@example.org>, not “{written}”."
        ) from error
    return written


def broker(*, redis_url, folder):
    """Celery's broker: Redis, or without one a folder in which a file is left for each task."""
    if redis_url:
        timeouts = {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 0, "interval_start": 0}
        return {
            "CELERY_BROKER_URL": redis_url,
            "CELERY_BROKER_TRANSPORT": "lmi_portal.redis_broker:Transport",
            "CELERY_BROKER_TRANSPORT_OPTIONS": {"visibility_timeout": 600, **timeouts},
        }
    messages, control = folder / "broker" / "messages", folder / "broker" / "control"
    for path in (messages, control):
        path.mkdir(parents=True, exist_ok=True)
    return {
        "CELERY_BROKER_URL": "filesystem://localhost",
        "CELERY_BROKER_TRANSPORT": "lmi_portal.file_broker:Transport",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "data_folder_in": str(messages),
            "data_folder_out": str(messages),
            "control_folder": str(control),
            "polling_interval": 0.2,
        },
    }
