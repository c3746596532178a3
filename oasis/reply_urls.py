"""By which a provider answers a referral without an account, and staff see to its link."""

from django.urls import path

from .views import provider_links, reply

urlpatterns = [
    path("reply/<str:token>/", reply.reply, name="reply"),
    path("reply/<str:token>/code/", reply.code, name="reply_code"),
    path("reply/<str:token>/open/", reply.opening, name="reply_open"),
    path("reply/<str:token>/new-link/", reply.new_link, name="reply_new_link"),
    path("reply/<str:token>/leave/", reply.leave, name="reply_leave"),
    path("reply/<str:token>/answer/<slug:move>/", reply.answer, name="reply_answer"),
    path("provider-links/<str:number>/send/", provider_links.send, name="provider_link_send"),
    path("provider-links/<int:pk>/revoke/", provider_links.revoke, name="provider_link_revoke"),
]
