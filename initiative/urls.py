from django.urls import path

from .views import case_studies, case_study_pdf, practices

app_name = "initiative"

urlpatterns = [
    path("case-studies/", case_studies.case_studies, name="case_studies"),
    path("case-studies/compare/", case_studies.case_study_comparison, name="compare"),
    path("case-studies/<slug:slug>.pdf", case_study_pdf.case_study_pdf, name="case_study_pdf"),
    path("case-studies/<slug:slug>/", case_studies.case_study, name="case_study"),
    path("case-studies/<slug:slug>/review/", case_studies.case_study_review, name="case_study_review"),
    path("practices/", practices.practices, name="practices"),
    path("practices/<slug:slug>/", practices.practice, name="practice"),
]
