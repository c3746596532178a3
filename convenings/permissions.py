"""Who may what beyond one's own: drafts and other people's teams are for LMI staff who hold the permission."""

from .models import Convening


def may_preview_drafts(user):
    return user.is_staff and user.has_perm("convenings.view_convening")


def convenings_shown_to(user):
    return Convening.objects.all() if may_preview_drafts(user) else Convening.objects.public()


def may_change_any_team(user):
    return user.is_staff and user.has_perm("convenings.change_registration")
