from django.urls import path

from .views import notes

urlpatterns = [path("students/<int:pk>/notes/", notes.notes, name="notes")]
