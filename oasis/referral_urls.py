from django.urls import path

from .views import handout, referral, referral_steps, referrals

urlpatterns = [
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/export/", referrals.export, name="referrals_export"),
    path("referrals/add/", referral_steps.add, name="referral_add"),
    path("referrals/<str:number>/", referral.referral, name="referral"),
    path("referrals/<str:number>/service/", referral_steps.service, name="referral_service"),
    path("referrals/<str:number>/send/", referral_steps.send, name="referral_send"),
    path("referrals/<str:number>/save/", referral_steps.save, name="referral_save"),
    path("referrals/<str:number>/handout/", handout.handout, name="referral_handout"),
    path("referrals/<str:number>/again/", referral.again, name="referral_again"),
    path("referrals/<str:number>/attempts/", referral.attempt, name="referral_attempt"),
    path("referrals/<str:number>/appointments/<int:pk>/", referral.kept, name="referral_appointment"),
    path("referrals/<str:number>/<str:move>/", referral.move, name="referral_move"),
]
