from django.urls import path

from .results_urls import urlpatterns as results_urls
from .views import answer, desk, paper

SURVEY = "<cd_code:cd_code>/surveys/<int:pk>/"

urlpatterns = [
    path("answer/", answer.answer_code, name="answer_code"),
    path("answer/<str:token>/", answer.answer, name="answer"),
    path("<cd_code:cd_code>/surveys/", desk.surveys, name="surveys"),
    path("<cd_code:cd_code>/surveys/add/", desk.survey_add, name="survey_add"),
    path(SURVEY, desk.survey, name="survey"),
    path(f"{SURVEY}edit/", desk.survey_edit, name="survey_edit"),
    path(f"{SURVEY}remove/", desk.survey_remove, name="survey_remove"),
    path(f"{SURVEY}preview/", desk.survey_preview, name="survey_preview"),
    path(f"{SURVEY}approve/", desk.survey_approve, name="survey_approve"),
    path(f"{SURVEY}open/", desk.survey_open, name="survey_open"),
    path(f"{SURVEY}remind/", desk.survey_remind, name="survey_remind"),
    path(f"{SURVEY}paper/", paper.survey_paper, name="survey_paper"),
    path(f"{SURVEY}paper/entry/", paper.survey_paper_entry, name="survey_paper_entry"),
    *results_urls,
]
