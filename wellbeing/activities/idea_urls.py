from django.urls import path

from .views import ideas

urlpatterns = [
    path("<cd_code:cd_code>/ideas/", ideas.ideas, name="ideas"),
    path("<cd_code:cd_code>/ideas/desk/", ideas.idea_desk, name="idea_desk"),
    path("<cd_code:cd_code>/ideas/<int:pk>/", ideas.idea_answer, name="idea_answer"),
    path("<cd_code:cd_code>/ideas/<int:pk>/vote/", ideas.idea_vote, name="idea_vote"),
    path("<cd_code:cd_code>/ideas/<int:pk>/take-back/", ideas.idea_unvote, name="idea_unvote"),
    path("<cd_code:cd_code>/ideas/<int:pk>/delete/", ideas.idea_remove, name="idea_remove"),
]
