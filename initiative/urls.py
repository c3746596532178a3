from django.urls import path

from .views import case_studies, case_study_pdf, committee, plan, practices

app_name = "initiative"

urlpatterns = [
    path("case-studies/", case_studies.case_studies, name="case_studies"),
    path("case-studies/compare/", case_studies.case_study_comparison, name="compare"),
    path("case-studies/<slug:slug>.pdf", case_study_pdf.case_study_pdf, name="case_study_pdf"),
    path("case-studies/<slug:slug>/", case_studies.case_study, name="case_study"),
    path("case-studies/<slug:slug>/review/", case_studies.case_study_review, name="case_study_review"),
    path("steering-committee/", committee.steering, name="steering"),
    path("steering-committee/decisions.csv", committee.committee_decisions_csv, name="committee_decisions_csv"),
    path("steering-committee/meetings/<int:pk>/", committee.meeting, name="meeting"),
    path("steering-committee/meetings/<int:pk>/meeting.ics", committee.meeting_calendar, name="meeting_calendar"),
    path("strategic-plan/", plan.plan, name="plan"),
    path("strategic-plan/<slug:slug>/", plan.plan_of, name="plan_of"),
    path("strategic-plan/<slug:slug>/measures.csv", plan.plan_measures_csv, name="plan_measures_csv"),
    path("practices/", practices.practices, name="practices"),
    path("practices/<slug:slug>/", practices.practice, name="practice"),
]
