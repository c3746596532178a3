from django.urls import path

from . import public_views as public
from . import views

urlpatterns = [
    path("", public.about, name="about"),
    path("highlights/", public.highlights, name="highlights"),
    path("highlights/<cd_code:cd_code>/<int:school_year>/", public.highlight, name="highlight"),
    path("<cd_code:cd_code>/reports/", views.reports, name="reports"),
    path("<cd_code:cd_code>/reports/add/", views.report_add, name="report_add"),
    path("<cd_code:cd_code>/reports/<int:school_year>/", views.report, name="report"),
    path("<cd_code:cd_code>/reports/<int:school_year>/report.pdf", views.report_pdf, name="report_pdf"),
    path("<cd_code:cd_code>/reports/<int:school_year>/edit/", views.report_edit, name="report_edit"),
    path("<cd_code:cd_code>/reports/<int:school_year>/offer/", views.report_offer, name="report_offer"),
    path("<cd_code:cd_code>/reports/<int:school_year>/take-back/", views.report_take_back, name="report_take_back"),
    path("<cd_code:cd_code>/reports/<int:school_year>/approve/", views.report_approve, name="report_approve"),
    path("<cd_code:cd_code>/reports/<int:school_year>/highlight/", views.report_highlight, name="report_highlight"),
    path(
        "<cd_code:cd_code>/reports/<int:school_year>/highlight/take-down/",
        views.report_take_down,
        name="report_take_down",
    ),
]
