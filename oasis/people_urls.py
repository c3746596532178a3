from django.urls import path

from .views import people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<int:pk>/training/", people.training, name="training"),
]
