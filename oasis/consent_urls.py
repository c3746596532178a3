from django.urls import path

from .views import consent_asking, consent_signing, consents

urlpatterns = [
    path("students/<int:pk>/consents/", consents.consents, name="consents"),
    path("students/<int:pk>/consents/add/", consent_asking.consent_add, name="consent_add"),
    path("consents/asked/<int:pk>/", consent_asking.consent_asked, name="consent_asked"),
    path("consents/asked/<int:pk>/email/", consent_asking.consent_email, name="consent_email"),
    path("consents/asked/<int:pk>/paper/", consent_asking.consent_paper, name="consent_paper"),
    path("consents/asked/<int:pk>/spoken/", consent_asking.consent_spoken, name="consent_spoken"),
    path("consents/asked/<int:pk>/form.pdf", consent_asking.consent_form, name="consent_form"),
    path("consents/asked/<int:pk>/here/", consent_signing.consent_here, name="consent_here"),
    path("consents/<int:pk>/", consents.consent, name="consent"),
    path("consents/<int:pk>/copy.pdf", consents.consent_copy, name="consent_copy"),
    path("consents/<int:pk>/scan/", consents.consent_scan, name="consent_scan"),
    path("consents/<int:pk>/revoke/", consents.consent_revoke, name="consent_revoke"),
    path("sign/<str:token>/", consent_signing.sign, name="sign"),
    path("sign/<str:token>/code/", consent_signing.sign_code, name="sign_code"),
    path("sign/<str:token>/open/", consent_signing.sign_open, name="sign_open"),
    path("sign/<str:token>/no/", consent_signing.sign_no, name="sign_no"),
    path("sign/<str:token>/copy.pdf", consent_signing.sign_copy, name="sign_copy"),
]
