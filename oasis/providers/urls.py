"""The public directory of services."""

from django.urls import path

from .views import directory, keeping

app_name = "providers"
urlpatterns = [
    path("", directory.service_list, name="list"),
    path("by/<uuid:uid>/", directory.provider, name="provider"),
    path("corrections/<str:token>/", keeping.correct, name="correct"),
    path("<uuid:uid>/", directory.service, name="service"),
    path("<uuid:uid>/sheet/", directory.sheet, name="sheet"),
    path("<uuid:uid>/checked/", keeping.check, name="check"),
    path("<uuid:uid>/correction-link/", keeping.ask_for_link, name="ask_for_link"),
]
