from lmi_portal.accounts.second_factor import acts_as_staff

from .models import Resource


def resources_shown_to(request):
    """What is published; and to LMI staff who may see resources in their area, what is not yet."""
    if acts_as_staff(request) and request.user.has_perm("library.view_resource"):
        return Resource.objects.all()
    return Resource.objects.published()
