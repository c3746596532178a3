from django.urls import path

from .views import caseload, hand_overs

urlpatterns = [
    path("caseload/", caseload.caseload, name="caseload"),
    path("hand-overs/", hand_overs.hand_overs, name="hand_overs"),
    path("hand-overs/add/", hand_overs.add, name="hand_over_add"),
    path("hand-overs/<int:pk>/", hand_overs.hand_over, name="hand_over"),
    path("hand-overs/<int:pk>/<slug:deed>/", hand_overs.answer, name="hand_over_answer"),
]
