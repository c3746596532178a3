"""Who may what beyond one's own: drafts and other people's teams are for LMI staff who hold the permission."""

from lmi_portal.accounts.second_factor import acts_as_staff

from .models import Convening


def may_preview_drafts(request):
    return acts_as_staff(request) and request.user.has_perm("convenings.view_convening")


def convenings_shown_to(request):
    return Convening.objects.all() if may_preview_drafts(request) else Convening.objects.public()


def may_change_any_team(request):
    return acts_as_staff(request) and request.user.has_perm("convenings.change_registration")


def may_see_needs(user):
    """Whether dietary and access needs are shown to one of LMI staff: to look after teams, not to count money."""
    return user.has_perm("convenings.change_registration")
