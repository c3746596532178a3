from django.urls import path

from .views import practices

app_name = "initiative"

urlpatterns = [
    path("practices/", practices.practices, name="practices"),
    path("practices/<slug:slug>/", practices.practice, name="practice"),
]
