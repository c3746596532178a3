"""What OASIS is, for everyone, and where those who work with it begin."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def about(request):
    return render(request, "oasis/about.html")


@login_not_required
def idle(request):
    """Where a page about students goes after 15 minutes, so that none stays on a screen that nobody watches."""
    return render(request, "oasis/idle.html")


def start(request):
    return render(request, "oasis/start.html", {"reach": request.reach})
