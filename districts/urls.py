from django.urls import path

from . import views

app_name = "districts"
urlpatterns = [
    path("join/", views.join, name="join"),
    path("join/<slug:cd_code>/", views.join_district, name="join_district"),
    path("requests/", views.membership_requests, name="requests"),
    path("requests/<int:pk>/", views.membership_request, name="request"),
]
