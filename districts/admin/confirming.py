"""The page on which staff confirm an action of the admin before its deed is done."""

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse

LONGEST_REASON = 300


def is_confirmed(request, *, asks_why=False):
    reason = request.POST.get("reason", "").strip()
    return "confirmed" in request.POST and (not asks_why or 0 < len(reason) <= LONGEST_REASON)


def confirmation_page(model_admin, request, rows, *, asks_why=False):
    """Names the rows and the action that was chosen; where `asks_why`, the reason is written here."""
    name = request.POST["action"]
    description = model_admin.get_actions(request)[name][2]
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.model._meta,
        "title": description,
        "action": name,
        "rows": rows,
        "checkbox": ACTION_CHECKBOX_NAME,
        "asks_why": asks_why,
        "longest_reason": LONGEST_REASON,
        "reason": request.POST.get("reason", ""),
        "is_incomplete": "confirmed" in request.POST,
    }
    return TemplateResponse(request, "admin/confirm_action.html", context)
