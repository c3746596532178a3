"""The public calendar: as a list, and month by month."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from convenings.cards import FIELDS, cards_of
from convenings.filtering import next_month, previous_month, read_calendar_query
from convenings.models import Convening
from convenings.month import convenings_in, month_to_open, weeks_of
from convenings.wording import written
from districts.regions import region_choices
from lmi_portal.page_head import list_of, whole

CARDS_ON_A_PAGE = 12


@login_not_required
def convening_list(request):
    """The address narrows it: ?when=past&region=7&kind=institute&month=2027-02&page=2, or ?view=month."""
    asked = read_calendar_query(request.GET)
    return _month(request, asked) if asked.is_month_view else _list(request, asked)


def _list(request, asked):
    now, today = timezone.now(), timezone.localdate()
    offered = Convening.objects.past(on=today) if asked.is_past else Convening.objects.upcoming(on=today)
    found = asked.narrow(offered).only(*FIELDS)
    page = Paginator(found, CARDS_ON_A_PAGE).get_page(request.GET.get("page"))
    cards = cards_of(page, now=now)
    context = _frame(asked) | {
        "page": page,
        "cards": cards,
        "structured_data": whole(list_of((card.title, card.url) for card in cards)),
        "months": _months_of(offered),
    }
    return render(request, "convenings/convening_list.html", context)


def _months_of(convenings):
    """[(“2027-02”, “February 2027”)] of those in which one begins, in the order of the list."""
    days = convenings.values_list("starts_on", flat=True)
    firsts = dict.fromkeys(day.replace(day=1) for day in days if day)
    return [(f"{first:%Y-%m}", written(first, "F Y")) for first in firsts]


def _month(request, asked):
    today = timezone.localdate()
    month = month_to_open(asked.month, today=today)
    shown = replace(asked, month=None).narrow(Convening.objects.public())
    weeks = weeks_of(month, convenings=shown.only(*FIELDS))
    context = _frame(asked) | {
        "month": month,
        "today": today,
        "weeks": weeks,
        "cards": cards_of(convenings_in(weeks), now=timezone.now()),
        "previous_month": previous_month(month),
        "previous_url": asked.link(month=previous_month(month)),
        "next_month": next_month(month),
        "next_url": asked.link(month=next_month(month)),
    }
    return render(request, "convenings/convening_month.html", context)


def _frame(asked):
    return {
        "asked": asked,
        "asked_region": str(asked.region or ""),
        "asked_month": f"{asked.month:%Y-%m}" if asked.month else "",
        "kinds": Convening.Kind.choices,
        "regions": region_choices(),
        "upcoming_url": asked.link(is_past=False, is_month_view=False, month=None),
        "past_url": asked.link(is_past=True, is_month_view=False, month=None),
        "month_url": asked.link(is_past=False, is_month_view=True),
        "everything_url": asked.link(region=None, kind="", month=None),
    }
