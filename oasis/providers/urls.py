"""The public directory of services."""

from django.urls import path

from .views import directory

app_name = "providers"
urlpatterns = [
    path("", directory.service_list, name="list"),
    path("by/<uuid:uid>/", directory.provider, name="provider"),
    path("<uuid:uid>/", directory.service, name="service"),
]
