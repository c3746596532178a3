"""Signing in at the door of a school's activity, by the code on the wall; the page tells nobody who else came."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from lmi_portal.family_language import in_family_language, keeping_language
from lmi_portal.ratelimiting import address_of, take
from lmi_portal.secret_links import by_secret_link
from oasis.forms.families import WelcomeForm
from oasis.models import FamilyActivity
from oasis.taking_part import CannotTakePart, is_open_for_sign_in, sign_in_family

HOUR = 3600
# A whole school may come from behind one network address.
AT_ONE_ADDRESS = 400


@by_secret_link
@in_family_language()
def welcome(request, token):
    """GET changes nothing. Whether the name typed is on file is never said: every name gets the same answer."""
    if not take(key=f"welcome:{address_of(request)}", limit=AT_ONE_ADDRESS, per=HOUR):
        return render(request, "family/too_many.html", status=429)
    activity = FamilyActivity.objects.select_related("site__school").filter(sign_in_token=token).first()
    if activity is None:
        return render(request, "family/link_over.html", status=404)
    now = timezone.now()
    if request.GET.get("done"):
        return render(request, "family/welcome_thanks.html", {"activity": activity, "token": token})
    if not is_open_for_sign_in(activity, now=now):
        return render(request, "family/welcome_closed.html", {"activity": activity}, status=410)
    form = WelcomeForm(request.POST or None)
    if form.is_valid():
        return _sign_in(request, activity, form, token, now)
    return render(request, "family/welcome.html", {"activity": activity, "form": form, "token": token})


def _sign_in(request, activity, form, token, now):
    try:
        sign_in_family(activity=activity, name=form.cleaned_data["name"], language=get_language(), now=now)
    except CannotTakePart:
        return render(request, "family/welcome_closed.html", {"activity": activity}, status=410)
    address = keeping_language(request, reverse("oasis:welcome", args=[token]))
    return redirect(f"{address}{'&' if '?' in address else '?'}done=1")
