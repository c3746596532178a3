from django.urls import path

from .views import mine
from .views import path as path_views

urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("<cd_code:cd_code>/", path_views.program, name="program"),
]
