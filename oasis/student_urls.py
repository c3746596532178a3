from django.urls import path

from .views import households, students

urlpatterns = [
    path("students/", students.students, name="students"),
    path("students/add/", students.student_add, name="student_add"),
    path("students/<int:pk>/", students.student, name="student"),
    path("students/<int:pk>/edit/", students.student_edit, name="student_edit"),
    path("students/<int:pk>/safe-contact/", students.student_safe_contact, name="student_safe_contact"),
    path("students/<int:pk>/household/", households.student_household, name="student_household"),
    path("students/<int:pk>/household/edit/", households.household_edit, name="household_edit"),
    path("students/<int:pk>/guardians/add/", households.guardian_add, name="guardian_add"),
    path("students/<int:pk>/guardians/<int:guardian>/", households.guardian_edit, name="guardian_edit"),
]
