"""Pages of the portal's own make that belong to the staff area."""

from django.urls import path

from .views import teams

app_name = "staff_teams"
urlpatterns = [
    path("<slug:code>/change/", teams.team_change_by_staff, name="change"),
]
