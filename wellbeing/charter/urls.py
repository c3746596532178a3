from django.urls import path

from .views import charter, sign

urlpatterns = [
    path("sign/<str:token>/", sign.sign, name="sign"),
    path("<cd_code:cd_code>/begin/", charter.begin, name="begin"),
    path("<cd_code:cd_code>/charter/", charter.charter, name="charter"),
    path("<cd_code:cd_code>/charter/<int:version>/", charter.charter, name="charter_version"),
    path("<cd_code:cd_code>/charter/<int:version>/charter.pdf", charter.charter_pdf, name="charter_pdf"),
    path("<cd_code:cd_code>/charter/edit/", charter.charter_edit, name="charter_edit"),
    path("<cd_code:cd_code>/charter/signatories/", charter.charter_signatories, name="charter_signatories"),
    path("<cd_code:cd_code>/charter/signatories/<int:pk>/", charter.charter_ask_again, name="charter_ask_again"),
    path("<cd_code:cd_code>/charter/offer/", charter.charter_offer, name="charter_offer"),
    path("<cd_code:cd_code>/charter/withdraw/", charter.charter_withdraw, name="charter_withdraw"),
]
