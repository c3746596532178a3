from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from lmi_portal.urls import urlpatterns as pages_of_the_portal


@login_not_required
def empty(request):
    """Nothing but what gunicorn, Django and the middleware of every page cost."""
    return HttpResponse()


urlpatterns = [path("empty/", empty), *pages_of_the_portal]
