"""By which a provider answers a referral: the secret is in the link."""

from django.urls import path

from .views import reply

urlpatterns = [
    path("reply/<str:token>/", reply.reply, name="reply"),
]
