from django.urls import path

from .views import families, welcome

urlpatterns = [
    path("families/", families.family_activities, name="family_activities"),
    path("families/add/", families.family_activity_add, name="family_activity_add"),
    path("families/<int:pk>/", families.family_activity, name="family_activity"),
    path("families/<int:pk>/record/", families.family_activity_record, name="family_activity_record"),
    path(
        "families/<int:pk>/<int:participation>/remove/", families.family_activity_remove, name="family_activity_remove"
    ),
    path("families/<int:pk>/code/", families.family_activity_code, name="family_activity_code"),
    path("families/<int:pk>/code.svg", families.family_activity_qr, name="family_activity_qr"),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
]
