from django.urls import path

from .views import challenges

urlpatterns = [
    path("<cd_code:cd_code>/challenges/", challenges.challenges, name="challenges"),
    path("<cd_code:cd_code>/challenges/add/", challenges.challenge_add, name="challenge_add"),
    path("<cd_code:cd_code>/challenges/<int:pk>/", challenges.challenge, name="challenge"),
    path("<cd_code:cd_code>/challenges/<int:pk>/undo/", challenges.challenge_undo, name="challenge_undo"),
    path("<cd_code:cd_code>/challenges/<int:pk>/edit/", challenges.challenge_edit, name="challenge_edit"),
]
