# Loaded with the package, so that whoever posts a task posts it to our broker.
from .celery import app as celery_app

__all__ = ["celery_app"]
