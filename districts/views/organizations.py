"""Unions and associations: what belongs to what, and at whose tables each sits."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, render

from districts.affiliations import of_it_and_its_parts, trees_by_kind
from districts.models import BargainingUnit, Organization
from districts.permissions import sees_unconfirmed_units
from districts.spelling import InCodeOrder
from districts.structured_data import organization_fact
from lmi_portal.page_head import whole

A_PAGE = 50


@login_not_required
def organization_list(request):
    trees = trees_by_kind(_organizations(sees_unconfirmed_units(request)))
    return render(request, "districts/organization_list.html", {"trees": trees})


@login_not_required
def organization(request, pk):
    sees_all = sees_unconfirmed_units(request)
    above = Organization.objects.select_related("parent__parent__parent")
    shown = get_object_or_404(above.shown(with_unconfirmed=sees_all), pk=pk)
    context = {
        "structured_data": whole(organization_fact(shown)),
        "organization": shown,
        "line": shown.line()[:0:-1],
        "parts": list(_organizations(sees_all).filter(parent=shown)),
        "page": Paginator(_units(shown, with_unconfirmed=sees_all), A_PAGE).get_page(request.GET.get("page")),
        "may_edit": sees_all and request.user.has_perm("districts.change_organization"),
    }
    return render(request, "districts/organization.html", context)


def _organizations(sees_all):
    shown = Organization.objects.shown(with_unconfirmed=sees_all)
    return shown.with_district_count(with_unconfirmed=sees_all).order_by(InCodeOrder("spelling"), "pk")


def _units(organization, *, with_unconfirmed):
    units = BargainingUnit.objects.all() if with_unconfirmed else BargainingUnit.objects.shown_to_all()
    by_district = [InCodeOrder(F("district__spelling")), "district__cd_code", "kind", "pk"]
    return (
        units.filter(of_it_and_its_parts(organization))
        .select_related("district__county", "organization")
        .order_by(*by_district)
    )
