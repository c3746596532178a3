"""`make run`: the whole portal with demo data, in one foreground command that needs nothing else installed."""

import os
from io import StringIO

import django

from lmi_portal import environment
from lmi_portal.kept_secrets import kept_secret

from . import processes
from .opening import in_one_sentence, keep_open
from .ports import check_port


def run():
    port = environment.port()
    check_port(port)
    complete_environment(os.environ, port=port)
    sign_ins = ready_data()
    keep_open(
        web=processes.web(address="127.0.0.1", port=port, workers=1, threads=8),
        others={
            "worker": processes.worker("--pool", "threads", "--concurrency", "2"),
            "beat": processes.beat(),
        },
        port=port,
        site_url=os.environ["SITE_URL"],
        on_open=lambda: welcome(os.environ["SITE_URL"], sign_ins),
    )


def complete_environment(variables, *, port):
    """Fill in what the caller left open, so that a newcomer needs to set nothing."""
    defaults = {
        "DJANGO_SETTINGS_MODULE": "lmi_portal.settings",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "SITE_URL": f"http://localhost:{port}",
        "STAFF_MFA_REQUIRED": "off",
        # Celery warns root against brokers that carry pickles; ours carry JSON.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }
    for name, value in defaults.items():
        variables[name] = variables.get(name) or value
    # The same keys at every start, so that nobody is signed out by a restart and what is encrypted stays legible.
    for name, size in {"SECRET_KEY": 50, "FIELD_ENCRYPTION_KEYS": 32}.items():
        variables[name] = variables.get(name) or kept_secret(environment.data_dir() / name.lower(), size=size)


def ready_data():
    """Returns what seed_demo says about who may sign in."""
    print("Checking the database, the static files and the demo data …", flush=True)
    django.setup()

    from django.core.management import call_command

    from .catalogs import compile_catalogs
    from .readying import ready_database, ready_static_files

    compile_catalogs()
    ready_database()
    ready_static_files()
    sign_ins = StringIO()
    call_command("seed_demo", stdout=sign_ins)
    print("Starting web, worker and beat …", flush=True)
    return sign_ins.getvalue()


def welcome(site_url, sign_ins):
    print(f"\n{sign_ins}\nThe portal is open at {site_url}/ (Ctrl-C stops it).\n", flush=True)


if __name__ == "__main__":
    in_one_sentence(run)
