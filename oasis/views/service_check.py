"""School staff who called a provider say that the directory is right."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from oasis.providers.models import Service
from oasis.providers.reading import for_page
from oasis.providers.service_page import facts_of
from oasis.providers.verifying import verify_service


def service_check(request, uid):
    """GET shows what to ask about; POST puts down that all of it is true today. Nothing of a student is on it."""
    service = get_object_or_404(for_page(Service.objects.listed()), uid=uid)
    now = timezone.now()
    if request.method == "POST":
        verify_service(service=service, verified_by=request.user, now=now)
        messages.success(request, _("Thank you. Everyone now sees that this was checked today."))
        return redirect(service)
    return render(request, "oasis/service_check.html", {"service": service, "facts": facts_of(service, now=now)})
