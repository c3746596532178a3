"""What must be in place before the first page: tables and static files, each made only where it is missing."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


def ready_database():
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as problem:
        reason = str(problem).strip().splitlines()[0]
        raise ImproperlyConfigured(f"DATABASE_URL names a database that cannot be opened: {reason}") from problem
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        print(f"Bringing the database up to date ({len(waiting)} migrations) …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def ready_static_files():
    marker = settings.DATA_DIR / "static-files"
    wanted = fingerprint_of_static_files()
    if marker.exists() and marker.read_text() == wanted and Path(settings.STATIC_ROOT).is_dir():
        return
    print("Collecting the static files …", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    marker.write_text(wanted)


def fingerprint_of_static_files():
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}".encode())
    return digest.hexdigest()
