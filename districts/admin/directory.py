from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from districts.models import BargainingUnit, County, District, Organization, School
from districts.models.finding import begins_as
from districts.models.table import refuse_own_supervisors
from lmi_portal.audit.editing import RecordedAdmin

from .evidence import DeedEvidenceInline, EvidenceInline, EvidenceOfDistrict
from .merging import OrganizationMerging


class DirectoryAdmin(RecordedAdmin):
    """What staff change in the directory is in the audit trail: an e-mail domain lets people in."""


@admin.register(County)
class CountyAdmin(DirectoryAdmin):
    list_display = ["name", "code", "region"]
    list_filter = ["region"]
    search_fields = ["name", "code"]


class UnitsOfOneDistrict(BaseInlineFormSet):
    """Looks at all rows together, as two new ones may break a rule that neither breaks alone."""

    def clean(self):
        super().clean()
        if not any(self.errors):
            kept = [form for form in self.forms if form not in self.deleted_forms]
            refuse_own_supervisors([form.instance for form in kept if form.instance.organization_id])


class UnitInline(TabularInline):
    model = BargainingUnit
    formset = UnitsOfOneDistrict
    fields = ["organization", "label", "kind", "members", "source", "confidence"]
    autocomplete_fields = ["organization"]
    extra = 0


@admin.register(District)
class DistrictAdmin(EvidenceOfDistrict, DirectoryAdmin):
    list_display = ["name", "cd_code", "kind", "county", "city", "enrollment", "status"]
    list_filter = ["kind", "status", "county__region"]
    list_select_related = ["county"]
    search_fields = ["name", "cd_code", "city", "county__name"]
    search_help_text = _("Name, CD code, city or county")
    autocomplete_fields = ["county"]
    inlines = [UnitInline, EvidenceInline, DeedEvidenceInline]

    def get_search_results(self, request, queryset, search_term):
        """Names that begin as typed come first: who presses Enter on “San Juan Unified” means no Aromas."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if search_term.strip() and "o" not in request.GET:
            found = found.order_by(begins_as(search_term), "name", "cd_code")
        return found, may_repeat


@admin.register(School)
class SchoolAdmin(DirectoryAdmin):
    list_display = ["name", "cds_code", "district"]
    list_select_related = ["district"]
    search_fields = ["name", "cds_code", "district__name"]
    autocomplete_fields = ["district"]


@admin.register(Organization)
class OrganizationAdmin(OrganizationMerging, DirectoryAdmin):
    list_display = ["name", "short_name", "kind", "affiliation", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "affiliation", "parent__name", "parent__short_name"]
    autocomplete_fields = ["parent"]


@admin.register(BargainingUnit)
class BargainingUnitAdmin(DirectoryAdmin):
    list_display = ["organization", "label", "district", "kind", "members", "confidence", "source"]
    list_filter = ["kind", "confidence", "district__county__region"]
    list_select_related = ["organization", "district"]
    search_fields = ["organization__name", "organization__short_name", "label", "district__name", "district__cd_code"]
    autocomplete_fields = ["district", "organization"]
