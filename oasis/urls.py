"""The addresses of OASIS; each noun lists its own in oasis/<noun>_urls.py."""

from django.urls import path

from . import (
    attendance_urls,
    caseload_urls,
    consent_urls,
    families_urls,
    figures_urls,
    note_urls,
    people_urls,
    records_urls,
    referral_urls,
    reply_urls,
    service_urls,
    student_urls,
)
from .views import start

app_name = "oasis"
urlpatterns = [
    path("", start.about, name="about"),
    path("idle/", start.idle, name="idle"),
    path("start/", start.start, name="start"),
    *student_urls.urlpatterns,
    *consent_urls.urlpatterns,
    *note_urls.urlpatterns,
    *people_urls.urlpatterns,
    *referral_urls.urlpatterns,
    *reply_urls.urlpatterns,
    *caseload_urls.urlpatterns,
    *records_urls.urlpatterns,
    *service_urls.urlpatterns,
    *figures_urls.urlpatterns,
    *attendance_urls.urlpatterns,
    *families_urls.urlpatterns,
]
