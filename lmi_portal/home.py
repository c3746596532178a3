"""Pages that belong to no app: the front page, the answers to a load balancer, the error pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render


def site(request):
    return {"site_url": settings.SITE_URL, "staff_mfa_required": settings.STAFF_MFA_REQUIRED}


@login_not_required
def home(request):
    return render(request, "home.html")


@login_not_required
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def session_expired(request, reason=""):
    return render(request, "session_expired.html", status=403)
