"""The page on which staff make one organization of two."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from districts.merging import merge_organizations
from districts.models import Organization
from lmi_portal.merging import in_few_words, merge_page, to_merge_page, two_rows


class OrganizationMerging:
    """What the admin of organizations has for merging: the list's action, and its page."""

    actions = ["merge"]

    def has_merge_permission(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)

    @admin.action(description=gettext_lazy("Merge two that are one"), permissions=["merge"])
    def merge(self, request, organizations):
        back = reverse("admin:districts_organization_changelist")
        return to_merge_page(request, organizations, page="admin:districts_organization_merge", back=back)

    def get_urls(self):
        page = path("merge/", self.admin_site.admin_view(self.merge_page), name="districts_organization_merge")
        return [page, *super().get_urls()]

    def merge_page(self, request):
        if not self.has_merge_permission(request):
            raise PermissionDenied
        return merge_page(
            self,
            request,
            two_rows(request, Organization.objects.annotate(unit_count=Count("units"))),
            deed=lambda **two: merge_organizations(**two, merged_by=request.user, now=timezone.now()),
            describe=_described,
            sentences=sentences_of,
            back=reverse("admin:districts_organization_changelist"),
        )


def sentences_of(merged):
    """What the merge has done, or would do, in a list of sentences."""
    names = {"keep": merged.keep.name, "gone": merged.gone}
    told = [_("“%(gone)s” is deleted; “%(keep)s” stays, with its name and kind.") % names]
    for kind, rows in merged.moved.items():
        told.append(_("These %(kind)s move to it: %(rows)s.") % {"kind": kind, "rows": in_few_words(rows)})
    if merged.joined_units:
        told.append(
            _("Both have these units, of which one each stays, with the memberships and seats of both: %(units)s.")
            % {"units": in_few_words(merged.joined_units)}
        )
    if merged.filled:
        filled = ", ".join(str(value) for value in merged.filled.values())
        told.append(_("What it left open is taken over: %(filled)s.") % {"filled": filled})
    if not (merged.moved or merged.joined_units):
        told.append(_("Nothing points to “%(gone)s”, so nothing moves.") % names)
    return told


def _described(organization):
    parts = [organization.name, organization.short_name, organization.get_kind_display(), organization.website]
    units = _("bargaining units: %(count)s") % {"count": organization.unit_count}
    return " · ".join(str(part) for part in [*parts, units] if part)
