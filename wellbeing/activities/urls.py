from django.urls import path

from . import challenge_urls, idea_urls, sample_urls
from .views import calendar, desk, door, employees, feeds, here

urlpatterns = [
    path("here/<str:token>/", here.here, name="here"),
    path("here/<str:token>/rating/", here.here_rate, name="here_rate"),
    path("feed/<str:token>/activities.ics", feeds.feed, name="feed"),
    path("<cd_code:cd_code>/employees/", employees.employees, name="employees"),
    path("<cd_code:cd_code>/employees/add/", employees.employee_add, name="employee_add"),
    path("<cd_code:cd_code>/employees/import/", employees.employees_import, name="employees_import"),
    path("<cd_code:cd_code>/employees/template.csv", employees.employees_template, name="employees_template"),
    path("<cd_code:cd_code>/employees/<int:pk>/", employees.employee_edit, name="employee_edit"),
    path("<cd_code:cd_code>/employees/<int:pk>/off/", employees.employee_off, name="employee_off"),
    path("<cd_code:cd_code>/activities/", desk.activities, name="activities"),
    path("<cd_code:cd_code>/activities/add/", desk.activity_add, name="activity_add"),
    path("<cd_code:cd_code>/activities/<int:pk>/", desk.activity_desk, name="activity_desk"),
    path("<cd_code:cd_code>/activities/<int:pk>/edit/", desk.activity_edit, name="activity_edit"),
    path("<cd_code:cd_code>/activities/<int:pk>/open/", desk.activity_open, name="activity_open"),
    path("<cd_code:cd_code>/activities/<int:pk>/cancel/", desk.activity_cancel, name="activity_cancel"),
    path("<cd_code:cd_code>/activities/<int:pk>/sheet/", door.activity_sheet, name="activity_sheet"),
    path("<cd_code:cd_code>/activities/<int:pk>/code/", door.activity_code, name="activity_code"),
    path("<cd_code:cd_code>/activities/<int:pk>/code.svg", door.activity_qr, name="activity_qr"),
    path("<cd_code:cd_code>/activities/<int:pk>/count/", door.activity_count, name="activity_count"),
    path("<cd_code:cd_code>/calendar/", calendar.calendar, name="calendar"),
    path("<cd_code:cd_code>/calendar/<int:pk>/", calendar.activity, name="activity"),
    path("<cd_code:cd_code>/calendar/<int:pk>/sign-up/", calendar.sign_up, name="sign_up"),
    path("<cd_code:cd_code>/calendar/<int:pk>/withdraw/", calendar.withdraw, name="withdraw"),
    path("<cd_code:cd_code>/calendar/<int:pk>/activity.ics", feeds.activity_calendar, name="activity_calendar"),
    *challenge_urls.urlpatterns,
    *idea_urls.urlpatterns,
    *sample_urls.urlpatterns,
]
