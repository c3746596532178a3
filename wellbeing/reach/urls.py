from django.urls import path

from . import views

urlpatterns = [
    path("<cd_code:cd_code>/reach/", views.reach, name="reach"),
    path("<cd_code:cd_code>/reach/reach.csv", views.reach_csv, name="reach_csv"),
    path("<cd_code:cd_code>/reach/reach.xlsx", views.reach_xlsx, name="reach_xlsx"),
    path("<cd_code:cd_code>/reach/headcounts/", views.headcounts, name="headcounts"),
]
