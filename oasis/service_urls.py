from django.urls import path

from .views import service_check

urlpatterns = [path("services/<uuid:uid>/check/", service_check.service_check, name="service_check")]
