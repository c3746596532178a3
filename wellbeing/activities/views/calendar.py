"""What employees open: the activities ahead in their own language, and their own places; never who else comes."""

from datetime import timedelta
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from lmi_portal.family_language import in_family_language, keeping_language
from wellbeing.activities import signing_up
from wellbeing.activities.forms.activities import CalendarFilterForm
from wellbeing.activities.links import feed_address
from wellbeing.activities.months import begin_in, days_with_cards, month_asked, next_month, previous_month, weeks_of
from wellbeing.activities.numbers import with_numbers
from wellbeing.activities.wording import (
    clock_in_words,
    description_in_language,
    place_of,
    title_in_language,
    when_in_words,
)
from wellbeing.models import Activity, SignUp
from wellbeing.refusing import CannotDo
from wellbeing.standing import language_of_reader

ON_A_PAGE = 40


@in_family_language(language_of_reader)
def calendar(request, cd_code):
    """The address narrows it: ?worksite=4&shift=night&page=2, or ?view=month&month=2026-12."""
    form = CalendarFilterForm(request.GET, worksites=request.standing.program.worksites.order_by("name"))
    wanted = form.cleaned_data if form.is_valid() else {}
    return (_month if request.GET.get("view") == "month" else _list)(request, form, wanted)


def _list(request, form, wanted):
    standing, mine = request.standing, _sign_ups(request.standing)
    ahead = _narrowed(standing, wanted).filter(ends_at__gte=standing.now)
    page = Paginator(ahead, ON_A_PAGE).get_page(request.GET.get("page"))
    context = _frame(standing, form, wanted) | {
        "page": page,
        "weeks": _by_week(_card(row, mine.get(row.pk), standing.now) for row in page),
        "mine": [
            _card(row.activity, row, standing.now) for row in mine.values() if row.state != SignUp.State.WITHDRAWN
        ],
    }
    return render(request, "family/wellbeing/calendar.html", context)


def _month(request, form, wanted):
    """Also what is over: a month is shown whole."""
    standing, today = request.standing, timezone.localdate(request.standing.now)
    month = month_asked(request.GET.get("month", ""), today=today)
    rows = list(begin_in(_narrowed(standing, wanted), month)) if standing.program.is_live() else []
    mine = (
        {row.activity_id: row for row in standing.employee.sign_ups.filter(activity__in=rows)}
        if standing.employee
        else {}
    )
    weeks = weeks_of(month, cards=[_card(row, mine.get(row.pk), standing.now) for row in rows])
    context = _frame(standing, form, wanted) | {
        "is_month": True,
        "month": month,
        "today": today,
        "weeks": weeks,
        "days": days_with_cards(weeks),
        "previous_month": previous_month(month),
        "next_month": next_month(month),
    }
    return render(request, "family/wellbeing/calendar_month.html", context)


def _frame(standing, form, wanted):
    return {
        "form": form,
        "feed": feed_address(standing.employee) if standing.employee else "",
        "is_live": standing.program.is_live(),
        "is_filtered": any(wanted.values()),
    }


@in_family_language(language_of_reader)
def activity(request, cd_code, pk):
    return _page(request, _activity(request, pk))


@require_POST
@in_family_language(language_of_reader)
def sign_up(request, cd_code, pk):
    return _own_deed(request, pk, signing_up.sign_up)


@require_POST
@in_family_language(language_of_reader)
def withdraw(request, cd_code, pk):
    return _own_deed(request, pk, signing_up.withdraw)


def _narrowed(standing, wanted):
    """Those open to all, of the work site and for the shift that are wanted."""
    rows = with_numbers(standing.program.activities.filter(state=Activity.State.OPEN))
    if wanted.get("worksite"):
        rows = rows.filter(worksite=wanted["worksite"])
    if wanted.get("shift"):
        # What suits everybody suits this shift too.
        rows = rows.filter(shift__in=[wanted["shift"], ""])
    return rows.select_related("worksite").order_by("starts_at", "pk")


def _own_deed(request, pk, deed):
    """Each signs up and withdraws for themselves alone."""
    standing, row = request.standing, _activity(request, pk)
    if standing.employee is None:
        raise Http404
    try:
        deed(activity=row, employee=standing.employee, now=standing.now)
    except CannotDo as refusal:
        return _page(request, row, problem=str(refusal), status=409)
    return redirect(keeping_language(request, reverse("wellbeing:activity", args=[standing.district.cd_code, pk])))


def _page(request, row, *, problem="", status=200):
    standing = request.standing
    mine = row.sign_ups.filter(employee=standing.employee).first() if standing.employee else None
    is_waiting = mine is not None and mine.state == SignUp.State.WAITLISTED
    context = {
        "card": _card(row, mine, standing.now),
        "description": description_in_language(row),
        "is_ahead": row.state == Activity.State.OPEN and row.starts_at > standing.now and standing.program.is_live(),
        "position": signing_up.position_of(mine) if is_waiting else None,
        "problem": problem,
    }
    return render(request, "family/wellbeing/activity.html", context, status=status)


def _activity(request, pk):
    """Drafts are the committee's; what was canceled stays, for those who come back to it."""
    rows = request.standing.program.activities.exclude(state=Activity.State.DRAFT)
    return get_object_or_404(with_numbers(rows.select_related("worksite", "program__district")), pk=pk)


def _sign_ups(standing):
    """{activity: SignUp} of the reader, ahead or under way, by time."""
    if standing.employee is None:
        return {}
    rows = standing.employee.sign_ups.filter(
        ~Q(activity__state=Activity.State.DRAFT), activity__ends_at__gte=standing.now
    )
    rows = rows.select_related("activity__worksite").order_by("activity__starts_at", "activity")
    return {row.activity_id: row for row in rows}


def _card(row, mine, now):
    taken = getattr(row, "taken", None)
    return {
        "activity": row,
        "title": title_in_language(row),
        "when": when_in_words(row),
        "begins": clock_in_words(row.starts_at),
        "place": place_of(row),
        "left": None if row.capacity is None or taken is None else max(0, row.capacity - taken),
        "state": mine.state if mine else "",
        "state_words": mine.get_state_display() if mine else "",
        "has_begun": row.starts_at <= now,
        "is_over": row.ends_at < now,
        "is_canceled": row.state == Activity.State.CANCELLED,
    }


def _by_week(cards):
    """[(the Pacific Monday, cards)]."""
    return [(monday, list(of_week)) for monday, of_week in groupby(cards, _monday)]


def _monday(card):
    day = timezone.localdate(card["activity"].starts_at)
    return day - timedelta(days=day.weekday())
