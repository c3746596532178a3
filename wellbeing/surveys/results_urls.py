"""The addresses of what surveys found."""

from django.urls import path

from .views import comments, results, sharing

SURVEY = "<cd_code:cd_code>/surveys/<int:pk>/"

urlpatterns = [
    path(f"{SURVEY}results/", results.results, name="results"),
    path(f"{SURVEY}results.csv", results.results_csv, name="results_csv"),
    path(f"{SURVEY}results.xlsx", results.results_xlsx, name="results_xlsx"),
    path(f"{SURVEY}results/share/", sharing.results_share, name="results_share"),
    path(f"{SURVEY}comments/", comments.comments, name="comments"),
    path(f"{SURVEY}comments/<uuid:comment>/", comments.comment_judge, name="comment_judge"),
    path("<cd_code:cd_code>/trends/", results.trends, name="trends"),
    path("<cd_code:cd_code>/results/", sharing.shared_list, name="shared_list"),
    path("<cd_code:cd_code>/results/<int:pk>/", sharing.shared_results, name="shared_results"),
]
