from django.urls import path

from .views import mine, plan, readiness, step
from .views import path as path_views

STEP = "<cd_code:cd_code>/steps/<int:school_year>/<int:number>/"

urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("<cd_code:cd_code>/", path_views.program, name="program"),
    path(STEP, step.step, name="step"),
    path(f"{STEP}plan/", step.plan, name="step_plan"),
    path(f"{STEP}done/", step.done, name="step_done"),
    path(f"{STEP}undo/", step.undo, name="step_undo"),
    path(f"{STEP}add/<slug:kind>/", step.artefact_add, name="artefact_add"),
    path("<cd_code:cd_code>/steps/kept/<int:pk>/remove/", step.artefact_remove, name="artefact_remove"),
    path("<cd_code:cd_code>/steps/paper/<int:number>/", step.paper, name="step_paper"),
    path("<cd_code:cd_code>/steps/paper/<int:number>.pdf", step.paper_pdf, name="step_paper_pdf"),
    path("<cd_code:cd_code>/readiness/", readiness.readiness, name="readiness"),
    path("<cd_code:cd_code>/readiness/answer/", readiness.readiness_answer, name="readiness_answer"),
    path("<cd_code:cd_code>/priorities/", plan.priorities, name="priorities"),
    path("<cd_code:cd_code>/priorities/adopt/", plan.priorities_adopt, name="priorities_adopt"),
    path("<cd_code:cd_code>/actions/", plan.actions, name="actions"),
    path("<cd_code:cd_code>/actions/add/", plan.action_add, name="action_add"),
    path("<cd_code:cd_code>/actions/plan.csv", plan.actions_csv, name="actions_csv"),
    path("<cd_code:cd_code>/actions/plan.xlsx", plan.actions_xlsx, name="actions_xlsx"),
    path("<cd_code:cd_code>/actions/<int:pk>/", plan.action_edit, name="action_edit"),
    path("<cd_code:cd_code>/actions/<int:pk>/remove/", plan.action_remove, name="action_remove"),
    path("<cd_code:cd_code>/renew/", plan.renew, name="renew"),
]
