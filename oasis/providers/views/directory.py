"""The directory of services, for everyone: the search with its map, one service, one provider."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from lmi_portal.family_language import in_family_language
from lmi_portal.page_head import whole
from oasis.providers.cards import cards_of, draw_cards
from oasis.providers.family_words import words_of
from oasis.providers.filtering import read_service_filter
from oasis.providers.models import Provider, Service
from oasis.providers.reading import for_cards, for_page
from oasis.providers.service_page import facts_of
from oasis.providers.structured_data import told_list, told_service

from .keeping import may_check

A_PAGE = 25


@login_not_required
def service_list(request):
    """The address narrows it: ?need=vision&school=19647336061394&miles=5&day=now&language=es&sort=distance&page=2"""
    asked, now = read_service_filter(request.GET), timezone.now()
    found = asked.in_order(asked.narrow(now=now, today=timezone.localdate(now)))
    page = Paginator(for_cards(found), A_PAGE).get_page(request.GET.get("page"))
    cards = cards_of(page, near=asked.near, now=now)
    context = {
        "asked": asked,
        "page": page,
        "cards": cards,
        "school": asked.schools.get(asked.school),
        "drawing": draw_cards(cards, near=asked.near),
        "structured_data": told_list(page),
    }
    return render(request, "providers/service_list.html", context)


@login_not_required
def service(request, uid):
    shown = get_object_or_404(for_page(Service.objects.listed()), uid=uid)
    facts = facts_of(shown, now=timezone.now())
    context = {
        "service": shown,
        "facts": facts,
        "may_check": may_check(request),
        "structured_data": whole(*told_service(shown, facts)),
    }
    return render(request, "providers/service_detail.html", context)


@login_not_required
@in_family_language()
def sheet(request, uid):
    """The same for a family to take home, in the language that they choose."""
    shown = get_object_or_404(for_page(Service.objects.listed()), uid=uid)
    context = {"service": shown, "facts": facts_of(shown, now=timezone.now()), "words": words_of(shown)}
    return render(request, "family/service.html", context)


@login_not_required
def provider(request, uid):
    shown = get_object_or_404(Provider.objects.filter(is_listed=True).prefetch_related("phones"), uid=uid)
    found = for_cards(Service.objects.listed().filter(provider=shown)).order_by("name", "pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    if not page.paginator.count:
        raise Http404
    cards = cards_of(page, near=None, now=timezone.now())
    return render(request, "providers/provider_detail.html", {"provider": shown, "page": page, "cards": cards})
