from django.urls import path

from .views import co_lead, money, teams

app_name = "teams"
urlpatterns = [
    path("", teams.team_list, name="list"),
    path("co-lead/<str:token>/", co_lead.co_lead_confirmation, name="co_lead"),
    path("<slug:code>/", teams.team_detail, name="detail"),
    path("<slug:code>/change/", teams.team_change, name="change"),
    path("<slug:code>/cancel/", teams.team_cancel, name="cancel"),
    path("<slug:code>/issue-again/", money.issue_again, name="issue_again"),
    path("<slug:code>/co-lead/", teams.team_co_lead, name="ask_co_lead"),
]
