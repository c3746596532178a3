from django.urls import path

from .views import calendar, detail, feeds, following, registration

app_name = "convenings"
urlpatterns = [
    path("", calendar.convening_list, name="list"),
    path("feed.ics", feeds.feed_ics, name="feed_ics"),
    path("feed.rss", feeds.feed_rss, name="feed_rss"),
    path("convenings.csv", feeds.calendar_csv, name="csv"),
    path("convenings.json", feeds.calendar_json, name="json"),
    path("following/<str:token>/confirm/", following.confirm, name="confirm_follower"),
    path("following/<str:token>/leave/", following.leave, name="unfollow"),
    path("<slug:slug>/", detail.convening_detail, name="detail"),
    path("<slug:slug>/calendar.ics", feeds.calendar_file, name="calendar"),
    path("<slug:slug>/follow/", following.follow_convening, name="follow"),
    path("<slug:slug>/register/", registration.team_registration, name="register"),
    path("<slug:slug>/quote/", registration.team_quote, name="quote"),
]
