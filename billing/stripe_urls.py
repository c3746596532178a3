from django.urls import path

from .views.cards import back
from .views.stripe import webhook

app_name = "stripe"

urlpatterns = [
    path("webhook/", webhook, name="webhook"),
    path("back/", back, name="back"),
]
