"""The addresses of the committee, its meetings, and the minutes that employees read."""

from django.urls import path

from .views import decisions, meetings, minutes, published, seats

urlpatterns = [
    path("<cd_code:cd_code>/committee/", seats.committee, name="committee"),
    path("<cd_code:cd_code>/committee/add/", seats.seat_add, name="seat_add"),
    path("<cd_code:cd_code>/committee/<int:pk>/edit/", seats.seat_edit, name="seat_edit"),
    path("<cd_code:cd_code>/committee/<int:pk>/end/", seats.seat_end, name="seat_end"),
    path("<cd_code:cd_code>/committee/<int:pk>/co-chair/", seats.seat_co_chair, name="seat_co_chair"),
    path("<cd_code:cd_code>/meetings/", meetings.meetings, name="meetings"),
    path("<cd_code:cd_code>/meetings/add/", meetings.meeting_add, name="meeting_add"),
    path("<cd_code:cd_code>/meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("<cd_code:cd_code>/meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("<cd_code:cd_code>/meetings/<int:pk>/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("<cd_code:cd_code>/meetings/<int:pk>/calendar.ics", meetings.meeting_ics, name="meeting_ics"),
    path("<cd_code:cd_code>/meetings/<int:pk>/attendance/", minutes.meeting_attendance, name="meeting_attendance"),
    path("<cd_code:cd_code>/meetings/<int:pk>/quorum/", minutes.meeting_quorum, name="meeting_quorum"),
    path("<cd_code:cd_code>/meetings/<int:pk>/minutes/", minutes.meeting_minutes, name="meeting_minutes"),
    path("<cd_code:cd_code>/meetings/<int:pk>/approve/", minutes.meeting_approve, name="meeting_approve"),
    path("<cd_code:cd_code>/meetings/<int:pk>/take-back/", minutes.meeting_take_back, name="meeting_take_back"),
    path("<cd_code:cd_code>/meetings/<int:pk>/correct/", minutes.meeting_correction, name="meeting_correction"),
    path("<cd_code:cd_code>/meetings/<int:pk>/decide/", decisions.meeting_decision, name="meeting_decision"),
    path(
        "<cd_code:cd_code>/meetings/<int:pk>/decisions/<int:decision_pk>/take-back/",
        decisions.decision_take_back,
        name="decision_take_back",
    ),
    path("<cd_code:cd_code>/minutes/", published.minutes_list, name="minutes_list"),
    path("<cd_code:cd_code>/minutes/<int:pk>/", published.minutes, name="minutes"),
]
