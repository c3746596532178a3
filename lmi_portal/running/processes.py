"""The three processes of a running portal, as command lines."""

import sys

CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "lmi_portal.celery:app"]


def web(*, address, port, workers, threads):
    return [
        *(sys.executable, "-m", "gunicorn", "lmi_portal.wsgi"),
        *("--bind", f"{address}:{port}", "--workers", str(workers), "--threads", str(threads)),
        *("--graceful-timeout", "5", "--no-control-socket"),
    ]


def worker(*options):
    # Workers have nothing to tell one another: the database says who takes which e-mail.
    return [*CELERY, "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle", *options]


def beat():
    return [*CELERY, "beat", "--loglevel", "INFO", "--pidfile", ""]
