"""Signing in at an activity, by the code at the door; nobody learns there who is on the list, or who came."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from lmi_portal.family_language import for_families, in_family_language
from lmi_portal.ratelimiting import address_of, take
from lmi_portal.secret_links import by_secret_link
from wellbeing.activities.arriving import (
    allow_rating,
    one_time_value,
    rate,
    sign_in_employee,
    sign_in_without_name,
    use_once,
)
from wellbeing.activities.forms.here import AddressForm, GroupForm
from wellbeing.activities.links import activity_of_door, is_door_open
from wellbeing.activities.wording import place_of, title_in_language, when_in_words
from wellbeing.models import Employee

HOUR = 3600
# A whole school may come from behind one network address.
AT_ONE_ADDRESS = 400
STARS = range(1, 6)
NO_STARS = for_families("Choose a number from 1 to 5, and then send it.")


@by_secret_link
@in_family_language()
def here(request, token):
    """GET changes nothing. Whether an address is on the list is never said: every address gets the same answer."""
    activity, refusal = _opened(request, token)
    if refusal:
        return refusal
    known = _known(request, activity)
    way = request.POST.get("way", "")
    units = activity.program.district.units.select_related("organization")
    by_address = AddressForm(request.POST if way == "address" else None)
    by_group = GroupForm(request.POST if way == "group" else None, units=units)
    if (way == "known" and known) or by_address.is_valid() or by_group.is_valid():
        who = known if way == "known" else None
        return _counted(request, activity, token, who, by_address, by_group)
    context = {"token": token, "known": known, "by_address": by_address, "by_group": by_group, "once": one_time_value()}
    context["form"] = by_address if way == "address" else by_group
    return render(request, "family/wellbeing/here.html", context | _facts(activity))


@by_secret_link
@in_family_language()
@require_POST
def here_rate(request, token):
    """Thanks are all that it says of stars, whatever became of them; where none are chosen it asks for them again."""
    activity, refusal = _opened(request, token)
    if refusal:
        return refusal
    stars, once = request.POST.get("stars", ""), request.POST.get("once", "")
    if stars not in {str(each) for each in STARS}:
        return _asked(request, activity, token, once, problem=NO_STARS)
    rate(activity=activity, stars=int(stars), value=once)
    return render(request, "family/wellbeing/here_thanks.html", {"token": token} | _facts(activity))


def _counted(request, activity, token, who, by_address, by_group):
    """Pressed twice it counts once; on what counted one rating may follow."""
    now, once = timezone.now(), request.POST.get("once", "")
    if who is None and by_address.is_valid():
        who = _listed(activity).filter(email=by_address.cleaned_data["email"].lower()).first()
    if use_once(once, what="sign in"):
        if who:
            is_new = sign_in_employee(activity=activity, employee=who, now=now)
        else:
            is_new = by_group.is_valid()
            if is_new:
                sign_in_without_name(activity=activity, now=now, **by_group.cleaned_data)
        if is_new:
            allow_rating(once)
    return _asked(request, activity, token, once)


def _asked(request, activity, token, once, *, problem=""):
    context = {"token": token, "once": once, "stars": STARS, "is_asked": True, "problem": problem}
    return render(request, "family/wellbeing/here_thanks.html", context | _facts(activity))


def _opened(request, token):
    """The activity whose door is open now, or the page that says why not."""
    if not take(key=f"wellbeing door:{address_of(request)}", limit=AT_ONE_ADDRESS, per=HOUR):
        return None, render(request, "family/too_many.html", status=429)
    activity = activity_of_door(token)
    if activity is None:
        return None, render(request, "family/wellbeing/here_over.html", status=404)
    if not is_door_open(activity, now=timezone.now()):
        return None, render(request, "family/wellbeing/here_closed.html", _facts(activity), status=410)
    return activity, None


def _known(request, activity):
    """The row of whoever is signed in, where they are on the list."""
    if not request.user.is_authenticated or request.user.is_staff:
        return None
    return Employee.objects.of(request.user).filter(program=activity.program).select_related("unit").first()


def _listed(activity):
    return activity.program.employees.current().select_related("unit")


def _facts(activity):
    return {
        "activity": activity,
        "title": title_in_language(activity),
        "when": when_in_words(activity),
        "place": place_of(activity),
    }
