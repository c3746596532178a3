"""The addresses of OASIS; each noun lists its own in oasis/<noun>_urls.py."""

from django.urls import path

from . import reply_urls
from .views import start

app_name = "oasis"
urlpatterns = [
    path("", start.about, name="about"),
    path("idle/", start.idle, name="idle"),
    path("start/", start.start, name="start"),
    *reply_urls.urlpatterns,
]
