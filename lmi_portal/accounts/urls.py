from django.urls import path

from . import views

urlpatterns = [
    path("", views.your_account, name="your_account"),
]
