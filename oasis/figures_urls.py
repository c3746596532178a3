from django.urls import path

from .views import figures

urlpatterns = [
    path("dashboard/", figures.dashboard, name="dashboard"),
    path("dashboard/figures.csv", figures.dashboard_csv, name="dashboard_csv"),
    path("dashboard/figures.pdf", figures.dashboard_pdf, name="dashboard_pdf"),
]
