"""What is asked about records, who saw them, and what became of them."""

from django.urls import path

from .views import access_log, corrections, emergencies, family_report, holds, legal_requests, records

urlpatterns = [
    path("emergency/", emergencies.emergency, name="emergency"),
    path("students/<int:pk>/emergency/", emergencies.break_glass, name="break_glass"),
    path("records/", records.home, name="records"),
    path("records/students/<int:pk>/", records.student, name="student_records"),
    path("records/students/<int:pk>/report/", family_report.preview, name="family_report"),
    path("records/students/<int:pk>/report.pdf", family_report.pdf, name="family_report_pdf"),
    path("records/students/<int:pk>/corrections/add/", corrections.add, name="correction_add"),
    path("records/students/<int:pk>/legal-requests/add/", legal_requests.add, name="legal_request_add"),
    path("records/students/<int:pk>/hold/", holds.add, name="hold_add"),
    path("records/corrections/<int:pk>/", corrections.correction, name="correction"),
    path("records/corrections/<int:pk>/answer.pdf", corrections.answer_pdf, name="correction_answer_pdf"),
    path("records/legal-requests/<int:pk>/", legal_requests.legal_request, name="legal_request"),
    path("records/legal-requests/<int:pk>/<slug:step>/", legal_requests.step, name="legal_request_step"),
    path("records/holds/<int:pk>/lift/", holds.lift, name="hold_lift"),
    path("records/hold-district/", holds.add_for_district, name="district_hold_add"),
    path("records/emergencies/<int:pk>/", emergencies.review_one, name="emergency_review"),
    path("records/log/", access_log.log, name="access_log"),
    path("records/log.csv", access_log.log_csv, name="access_log_csv"),
    path("records/disclosures/", access_log.disclosures, name="disclosures"),
    path("records/disclosures.csv", access_log.disclosures_csv, name="disclosures_csv"),
    path("records/retention/", records.retention, name="retention"),
    path("records/certificates/<int:pk>.pdf", records.certificate, name="certificate"),
]
