from django.urls import path

from . import views

app_name = "billing"

urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:cd_code>/", views.account, name="account"),
]
