from django.urls import path

from .views import attendance

urlpatterns = [
    path("attendance/", attendance.attendance, name="attendance"),
    path("students/<int:pk>/attendance/", attendance.attendance_student, name="attendance_student"),
]
