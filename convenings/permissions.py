"""Who may see which convening: the public all but drafts, and staff who may view convenings those too."""

from .models import Convening


def may_preview_drafts(user):
    return user.is_staff and user.has_perm("convenings.view_convening")


def convenings_shown_to(user):
    return Convening.objects.all() if may_preview_drafts(user) else Convening.objects.public()
