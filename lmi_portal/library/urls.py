from django.urls import path

from . import views

app_name = "library"
urlpatterns = [
    path("", views.resource_list, name="list"),
    path("feed.rss", views.feed_rss, name="feed_rss"),
    path("<slug:slug>/", views.resource, name="resource"),
    path("<slug:slug>/file/", views.resource_file, name="file"),
]
