from django.urls import path

from .views.stripe import webhook

app_name = "stripe"

urlpatterns = [path("webhook/", webhook, name="webhook")]
