"""The addresses of OASIS; each noun lists its own in oasis/<noun>_urls.py."""

from django.urls import path

from .views import start

app_name = "oasis"
urlpatterns = [
    path("", start.about, name="about"),
    path("start/", start.start, name="start"),
]
